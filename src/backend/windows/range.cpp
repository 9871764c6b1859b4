#include <algorithm>

#include <mmapkit/flags/allocation_flag.hpp>
#include <mmapkit/flags/durability.hpp>
#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/msync_flag.hpp>

#include "api.hpp"
#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backend/ranges.hpp"
#include "backend/system.hpp"
#include "dynamic_functions.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "probes.hpp"

namespace mmapkit::backend {

namespace {

// Placeholders: since Windows 10 1803 addresses stay reserved while views are mapped and unmapped.
bool has_placeholder_views() noexcept {
  static const bool keeps =
      has_placeholders() && dynamic().map_view_of_file3 != nullptr && dynamic().unmap_view_of_file2 != nullptr;
  return keeps;
}

void* reserve(void* base, std::size_t length) noexcept {
  return os::VirtualAlloc(base, length, MEM_RESERVE, PAGE_NOACCESS);
}

// Unmaps or releases what is at the addresses of the request. Sets `freed` to the number of bytes after them that were
// released too.
bool release_addresses(const map_request& request, std::size_t& freed) noexcept {
  freed = 0;
  MEMORY_BASIC_INFORMATION region;
  if (!query(request.address, region) || region.State == MEM_FREE) return true;
  const bool is_view = region.Type == MEM_MAPPED;
  if (has_placeholder_views()) {
    if (is_view)
      return os::call("unmap_view_of_file2", dynamic().unmap_view_of_file2, GetCurrentProcess(), request.address,
                      MEM_PRESERVE_PLACEHOLDER) != 0;
    return region.RegionSize == request.length ||
           os::VirtualFree(request.address, request.length, MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER) != 0;
  }
  if (is_view) return os::UnmapViewOfFile(request.address) != 0;
  freed = region.RegionSize - request.length;
  return os::VirtualFree(request.address, 0, MEM_RELEASE) != 0;
}

}  // namespace

void* reserve_range(std::size_t length, std::size_t alignment, std::error_code& error) noexcept {
  map_request request{.length = length,
                      .flags = mmap_flag::private_ | mmap_flag::anonymous,
                      .alignment = alignment,
                      .allocation = allocation_flag::reserve};
  if (has_placeholder_views()) request.allocation |= allocation_flag::placeholder;
  return map(request, error);
}

namespace {

// Maps the view at addresses that are free, after reserving those behind it again.
bool map_in_gap(const map_request& request, std::size_t freed, std::error_code& error) noexcept {
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

// Without placeholders another thread may take the addresses while they are free. If it has released them, all is tried
// again.
void map_view_at(map_request request, std::error_code& error) noexcept {
  std::size_t freed = 0;
  if (!release_addresses(request, freed)) {
    error = last_error();
    return;
  }
  if (has_placeholder_views()) {
    request.allocation |= allocation_flag::replace_placeholder;
    map(request, error);
    return;
  }
  request.flags |= mmap_flag::no_replace;
  for (;;) {
    std::error_code failed;
    if (map_in_gap(request, freed, failed)) return;
    const bool kept = reserve(request.address, request.length + freed) != nullptr;
    if (kept && failed == std::errc::file_exists && release_addresses(request, freed)) continue;
    error = kept ? failed : refusal(std::errc::file_exists);
    return;
  }
}

// Flushes view by view, and the device once.
void sync_range(void* base, std::size_t length, msync_flag flags, native_handle file, std::error_code& error) noexcept {
  auto* at = static_cast<char*>(base);
  for (std::size_t rest = length, step = 0; rest != 0 && !error; rest -= step, at += step) {
    step = std::min(rest, rest_of_allocation(at));
    const bool is_last = step == rest;
    sync(at, step, is_last ? flags : msync_flag::async, file, error);
  }
}

// Windows has FlushFileBuffers alone.
void sync_range(void* base, std::size_t length, durability level, native_handle file, std::error_code& error) noexcept {
  sync_range(base, length, level == durability::scheduled ? msync_flag::async : msync_flag::sync, file, error);
}

void release_range(void* base, std::size_t length, std::error_code& error) noexcept {
  auto* const end = static_cast<char*>(base) + length;
  MEMORY_BASIC_INFORMATION region;
  for (auto* at = static_cast<char*>(base); at < end;) {
    if (!query(at, region)) {
      error = last_error();
      return;
    }
    const bool is_free = region.State == MEM_FREE;
    const auto step = is_free ? region.RegionSize : round_up(rest_of_allocation(at), granularity());
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
