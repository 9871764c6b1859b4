// Mapping, unmapping and protecting.
#include "../backend.hpp"
#include "../bits.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "page_protection.hpp"
#include "placing.hpp"
#include "private_memory.hpp"
#include "sections.hpp"
#include "view_repair.hpp"
#include "views.hpp"

namespace mmapkit::backend {
namespace {

bool has_node(unsigned node) noexcept {
  ULONG highest = 0;
  return GetNumaHighestNodeNumber(&highest) && node <= highest;
}

std::error_code check_allocation(const map_request& request, bool is_private) noexcept {
  const auto flags = request.allocation;
  const bool replaces = has(flags, allocation_flag::replace_placeholder);
  if (replaces && (request.address == nullptr || alignment_of(request) != 0))
    return refusal(std::errc::invalid_argument);
  // Memory for somebody else's addresses would be virtual_alloc, and munmap could not take it away.
  const bool only_commits = has(flags, allocation_flag::commit) && !has(flags, allocation_flag::reserve);
  if (is_private) return only_commits && !replaces ? refusal(std::errc::invalid_argument) : std::error_code{};
  return (flags & ~allocation_flag::replace_placeholder) != allocation_flag::none
             ? refusal(std::errc::operation_not_supported)
             : std::error_code{};
}

std::error_code check(const map_request& request, bool is_private) noexcept {
  if (request.length == 0 || (has(request.flags, mmap_flag::no_replace) && request.address == nullptr))
    return refusal(std::errc::invalid_argument);
  if (!has(request.flags, mmap_flag::anonymous) && request.file == no_handle)
    return refusal(std::errc::bad_file_descriptor);
  if (request.numa_node && !has_node(*request.numa_node)) return refusal(std::errc::invalid_argument);
  if (const auto misuse = check_modifiers(request.protection, is_private ? page_use::allocation : page_use::view))
    return misuse;
  if (const auto misuse = check_allocation(request, is_private)) return misuse;
  return check_section(request);
}

// A library that the loader has mapped is not ours to unmap; a program mapped by its file is.
bool is_loaded(void* base) noexcept {
  HMODULE module = nullptr;
  return GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                            static_cast<const wchar_t*>(base), &module) != 0;
}

bool is_whole(void* base, std::size_t length, const MEMORY_BASIC_INFORMATION& region) noexcept {
  if (region.AllocationBase != base) return false;
  // A program takes the room that it says in itself, not what its file has.
  return region.Type == MEM_IMAGE || rest_of_allocation(base) / page_size() == (length - 1) / page_size() + 1;
}

}  // namespace

void* map(const map_request& request, std::error_code& error) noexcept {
  const bool is_private = has(request.flags, mmap_flag::anonymous | mmap_flag::private_);
  if (const auto misuse = check(request, is_private)) {
    error = misuse;
    return nullptr;
  }
  return is_private ? allocate(request, error) : map_view(request, error);
}

void report_hidden_failure(void*, std::size_t, mmap_flag, std::error_code&) noexcept {}

void unmap(void* base, std::size_t length, std::error_code& error) noexcept {
  if (unmap_repaired(base, length, error)) return;
  MEMORY_BASIC_INFORMATION region;
  if (length == 0 || !is_aligned(base, page_size())) {
    error = refusal(std::errc::invalid_argument);
  } else if (!query(base, region)) {
    error = last_error();
  } else if (region.State == MEM_FREE || (region.Type == MEM_IMAGE && is_loaded(base))) {
    error = refusal(std::errc::invalid_argument);
  } else if (!is_whole(base, length, region)) {
    error = refusal(std::errc::operation_not_supported);
  } else if (!(region.Type == MEM_PRIVATE ? os::VirtualFree(base, 0, MEM_RELEASE) : os::UnmapViewOfFile(base))) {
    error = last_error();
  }
}

void unmap_view(void* addr, unmap_flag flags, std::error_code& error) noexcept {
  MEMORY_BASIC_INFORMATION region;
  // The system would take any address within the view.
  if (!query(addr, region) || region.State == MEM_FREE || region.Type == MEM_PRIVATE || region.AllocationBase != addr ||
      (region.Type == MEM_IMAGE && is_loaded(addr))) {
    error = refusal(std::errc::invalid_argument);
    return;
  }
  const DWORD bits = native_set(flags);
  BOOL unmapped = FALSE;
  if (bits == 0) {
    unmapped = os::UnmapViewOfFile(addr);
  } else if (late().unmap_view_of_file2 != nullptr) {
    unmapped = os::call("unmap_view_of_file2", late().unmap_view_of_file2, GetCurrentProcess(), addr, bits);
  } else if (late().unmap_view_of_file_ex != nullptr) {
    unmapped = os::call("unmap_view_of_file_ex", late().unmap_view_of_file_ex, addr, bits);
  } else {
    error = refusal(std::errc::function_not_supported);
    return;
  }
  if (!unmapped) error = last_error();
}

// Asking about the memory first would be simpler, but VirtualQuery looks at every page up to the next difference: too
// slow for one page of many. Hence the questions only where something failed.
void protect(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept {
  if (const auto misuse = check_modifiers(protection, page_use::change)) {
    error = misuse;
    return;
  }
  const DWORD page = page_protection(protection, false);
  DWORD before = 0;
  if (length == 0 || os::VirtualProtect(base, length, page, &before)) return;
  DWORD code = GetLastError();
  MEMORY_BASIC_INFORMATION region;
  if (code == ERROR_INVALID_PARAMETER && query(base, region) && region.Type == MEM_MAPPED) {
    // Only here: a read-only view of another kind could be made copy-on-write, and would silently lose its file.
    if ((region.AllocationProtect & copy_on_write) != 0) {
      if (os::VirtualProtect(base, length, page_protection(protection, true), &before)) return;
      code = GetLastError();
    }
    // "The parameter is incorrect" is all that Windows says where a view was made with less.
    if (code == ERROR_INVALID_PARAMETER && modifiers_of(page) == 0 && rest_of_allocation(base) >= length) {
      error = refusal(std::errc::permission_denied);
      return;
    }
  }
  error = is_mapped(base, length) ? windows_error(code) : refusal(std::errc::not_enough_memory);
}

}  // namespace mmapkit::backend
