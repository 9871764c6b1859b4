// Address space without memory.
#include <algorithm>

#include "../backend.hpp"

#include "api.hpp"
#include "late_functions.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "page_protection.hpp"
#include "probes.hpp"

namespace mmapkit::backend {

std::uint64_t process() noexcept { return GetCurrentProcessId(); }

allocation_flag reserving() noexcept { return allocation_flag::reserve; }

// What one VirtualAlloc reserved is released at once.
bool unmaps_parts() noexcept { return false; }

void commit(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept {
  if (const auto misuse = check_modifiers(protection, page_use::allocation))
    error = misuse;
  else if (os::VirtualAlloc(base, length, MEM_COMMIT, page_protection(protection, false)) == nullptr)
    error = last_error();
}

void decommit(void* base, std::size_t length, std::error_code& error) noexcept {
  if (!os::VirtualFree(base, length, MEM_DECOMMIT)) error = last_error();
}

namespace {

// Since Windows 10 1803 reserved addresses can be kept while views come and go.
bool keeps_addresses() noexcept {
  static const bool keeps =
      has_placeholders() && late().map_view_of_file3 != nullptr && late().unmap_view_of_file2 != nullptr;
  return keeps;
}

void* reserve(void* base, std::size_t length) noexcept {
  return os::VirtualAlloc(base, length, MEM_RESERVE, PAGE_NOACCESS);
}

// Frees the addresses of the request from what holds them. Returns the bytes behind them that were freed with them.
bool make_way(const map_request& request, std::size_t& freed) noexcept {
  freed = 0;
  MEMORY_BASIC_INFORMATION region;
  if (!query(request.address, region) || region.State == MEM_FREE) return true;
  const bool is_view = region.Type == MEM_MAPPED;
  if (keeps_addresses()) {
    if (is_view)
      return os::call("unmap_view_of_file2", late().unmap_view_of_file2, GetCurrentProcess(), request.address,
                      MEM_PRESERVE_PLACEHOLDER) != 0;
    return region.RegionSize == request.length ||
           os::VirtualFree(request.address, request.length, MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER) != 0;
  }
  if (is_view) return os::UnmapViewOfFile(request.address) != 0;
  freed = region.RegionSize - request.length;
  return os::VirtualFree(request.address, 0, MEM_RELEASE) != 0;
}

}  // namespace

void* reserve_room(std::size_t length, std::size_t alignment, std::error_code& error) noexcept {
  map_request request{.length = length,
                      .flags = mmap_flag::private_ | mmap_flag::anonymous,
                      .alignment = alignment,
                      .allocation = allocation_flag::reserve};
  if (keeps_addresses()) request.allocation |= allocation_flag::placeholder;
  return map(request, error);
}

namespace {

// The view in addresses that are free, with those behind taken before it is made.
bool show_in_gap(const map_request& request, std::size_t freed, std::error_code& error) noexcept {
  auto* const behind = static_cast<char*>(request.address) + request.length;
  if (freed != 0 && reserve(behind, freed) == nullptr) {
    error = refusal(std::errc::file_exists);
    return false;
  }
  if (map(request, error) != nullptr) return true;
  if (freed != 0) os::VirtualFree(behind, 0, MEM_RELEASE);
  return false;
}

}  // namespace

// Where addresses cannot be kept, another thread may take them while they are free. As long as it gave them back all is
// tried again.
void show(map_request request, std::error_code& error) noexcept {
  std::size_t freed = 0;
  if (!make_way(request, freed)) {
    error = last_error();
    return;
  }
  if (keeps_addresses()) {
    request.allocation |= allocation_flag::replace_placeholder;
    map(request, error);
    return;
  }
  request.flags |= mmap_flag::no_replace;
  for (;;) {
    std::error_code failed;
    if (show_in_gap(request, freed, failed)) return;
    const bool kept = reserve(request.address, request.length + freed) != nullptr;
    if (kept && failed == std::errc::file_exists && make_way(request, freed)) continue;
    error = kept ? failed : refusal(std::errc::file_exists);
    return;
  }
}

// A page that was stored to is copy-on-write no longer.
std::size_t copied_pages(const void* addr, std::size_t length, std::span<page_run> runs, const void*& rest,
                         std::error_code& error) noexcept {
  if (!tells_copied_pages()) {
    error = refusal(std::errc::function_not_supported);
    return 0;
  }
  std::size_t count = 0;
  rest = static_cast<const char*>(addr) + length;
  const bool all = all_regions(addr, length, [&](const MEMORY_BASIC_INFORMATION& region) {
    if ((region.Protect & writable_pages) == 0) return true;
    if (count == runs.size()) {
      rest = region.BaseAddress;
      return false;
    }
    runs[count++] = {.addr = static_cast<std::byte*>(region.BaseAddress), .size = region.RegionSize};
    return true;
  });
  if (!all && count < runs.size()) error = last_error();
  return count;
}

// No part of a view can be mapped anew.
void forget_copies(const map_request& view, std::span<const page_run> /*runs*/, std::error_code& error) noexcept {
  show(view, error);
}

// One view at a time, and the device once.
void sync_room(void* base, std::size_t length, msync_flag flags, native_handle file, std::error_code& error) noexcept {
  auto* at = static_cast<char*>(base);
  for (std::size_t rest = length, step = 0; rest != 0 && !error; rest -= step, at += step) {
    step = std::min(rest, rest_of_allocation(at));
    const bool is_last = step == rest;
    sync(at, step, is_last ? flags : msync_flag::async, file, error);
  }
}

// What FlushFileBuffers promises is all that there is.
void sync_room(void* base, std::size_t length, durability level, native_handle file, std::error_code& error) noexcept {
  sync_room(base, length, level == durability::scheduled ? msync_flag::async : msync_flag::sync, file, error);
}

void release_room(void* base, std::size_t length, std::error_code& error) noexcept {
  auto* const end = static_cast<char*>(base) + length;
  MEMORY_BASIC_INFORMATION region;
  for (auto* at = static_cast<char*>(base); at < end;) {
    if (!query(at, region)) {
      error = last_error();
      return;
    }
    const bool is_free = region.State == MEM_FREE;
    const auto step =
        is_free ? region.RegionSize : (rest_of_allocation(at) + granularity() - 1) / granularity() * granularity();
    const bool freed =
        is_free || (region.Type == MEM_MAPPED ? os::UnmapViewOfFile(at) : os::VirtualFree(at, 0, MEM_RELEASE));
    if (!freed) {
      error = last_error();
      return;
    }
    at += step;
  }
}

}  // namespace mmapkit::backend
