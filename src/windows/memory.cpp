// Sections, views and committed memory.
#include "../backend.hpp"
#include "api.hpp"

// From 2 on its functions are in kernel32, where they are called K32...
#ifndef PSAPI_VERSION
#define PSAPI_VERSION 2
#endif
#include <psapi.h>

namespace mmapkit::backend {
namespace {

// A page protection that can also run is this far above the one that cannot: PAGE_READONLY 0x02, PAGE_EXECUTE_READ
// 0x20.
constexpr unsigned execute_shift = 4;
static_assert(PAGE_NOACCESS << execute_shift == PAGE_EXECUTE);
static_assert(PAGE_READONLY << execute_shift == PAGE_EXECUTE_READ);
static_assert(PAGE_READWRITE << execute_shift == PAGE_EXECUTE_READWRITE);
static_assert(PAGE_WRITECOPY << execute_shift == PAGE_EXECUTE_WRITECOPY);

constexpr DWORD writable_pages = PAGE_READWRITE | PAGE_EXECUTE_READWRITE;
constexpr DWORD copied_pages = PAGE_WRITECOPY | PAGE_EXECUTE_WRITECOPY;

DWORD page_protection(protection_flag protection, bool copy_on_write) noexcept {
  DWORD page = PAGE_NOACCESS;
  if (has(protection, protection_flag::write)) {
    page = copy_on_write ? PAGE_WRITECOPY : PAGE_READWRITE;
  } else if (has(protection, protection_flag::read)) {
    page = PAGE_READONLY;
  }
  if (has(protection, protection_flag::exec)) page <<= execute_shift;
  return page | native_bits_of(protection);
}

// How a section is made and seen. `page` is what a view of it has at first, and the most that it can ever have.
struct view_kind {
  DWORD section;
  DWORD access;
  DWORD page;
};

constexpr view_kind read_write{PAGE_READWRITE, FILE_MAP_READ | FILE_MAP_WRITE, PAGE_READWRITE};
constexpr view_kind read_only{PAGE_READONLY, FILE_MAP_READ, PAGE_READONLY};
// FILE_MAP_COPY takes the whole view out of the system's commit limit: only where it will be written.
constexpr view_kind copied{PAGE_WRITECOPY, FILE_MAP_COPY, PAGE_WRITECOPY};
constexpr view_kind copied_read_only{PAGE_WRITECOPY, FILE_MAP_READ, PAGE_READONLY};

constexpr view_kind with_execution(view_kind kind) noexcept {
  return {kind.section << execute_shift, kind.access | FILE_MAP_EXECUTE, kind.page << execute_shift};
}

bool is_aligned(const void* address, std::size_t unit) noexcept {
  return reinterpret_cast<std::uintptr_t>(address) % unit == 0;
}

bool query(const void* address, MEMORY_BASIC_INFORMATION& region) noexcept {
  return VirtualQuery(address, &region, sizeof region) != 0;
}

// The bytes from `address` to the end of what one map made; a changed protection splits it into regions.
std::size_t rest_of_allocation(const void* address) noexcept {
  const auto* const start = static_cast<const char*>(address);
  const char* end = start;
  const void* allocation = nullptr;
  MEMORY_BASIC_INFORMATION region;
  while (query(end, region) && region.State != MEM_FREE && (end == start || region.AllocationBase == allocation)) {
    allocation = region.AllocationBase;
    end = static_cast<const char*>(region.BaseAddress) + region.RegionSize;
  }
  return static_cast<std::size_t>(end - start);
}

bool is_occupied(void* address, std::size_t length) noexcept {
  MEMORY_BASIC_INFORMATION region;
  return query(address, region) && (region.State != MEM_FREE || region.RegionSize < length);
}

bool ends_beyond_file(const map_request& request) noexcept {
  LARGE_INTEGER size{};
  if (request.file == no_handle || !GetFileSizeEx(request.file.get(), &size)) return false;
  const auto end = static_cast<std::uint64_t>(size.QuadPart);
  return request.offset > end || request.length > end - request.offset;
}

// Windows' own words would mislead in the next two: "not a valid Win32 application" for directories, devices and pipes;
// "the volume has been externally altered" for an empty file.
std::error_code section_error(const map_request& request, DWORD code) noexcept {
  if (has(request.flags, mmap_flag::anonymous)) return windows_error(code);
  if (code == ERROR_FILE_INVALID) return windows_error(ERROR_HANDLE_EOF);
  std::error_code unknown;
  const auto file = examine(request.file, unknown);
  return unknown || file.regular ? windows_error(code) : refusal(std::errc::no_such_device);
}

// "Access is denied" beyond the end of the file, "attempt to access invalid address" where the memory is taken.
std::error_code place_error(const map_request& request, DWORD code) noexcept {
  if ((code == ERROR_ACCESS_DENIED || code == ERROR_INVALID_PARAMETER) && ends_beyond_file(request))
    return windows_error(ERROR_HANDLE_EOF);
  if (code == ERROR_INVALID_ADDRESS && has(request.flags, mmap_flag::no_replace) &&
      is_occupied(request.address, request.length))
    return refusal(std::errc::file_exists);
  return windows_error(code);
}

// attempt(address), and attempt(nullptr) where the address was only a hint.
template <class Attempt>
void* place(const map_request& request, Attempt attempt, std::error_code& error) noexcept {
  void* base = attempt(request.address);
  if (base == nullptr && request.address != nullptr && !has(request.flags, mmap_flag::no_replace))
    base = attempt(nullptr);
  if (base == nullptr) error = place_error(request, GetLastError());
  return base;
}

void* allocate(const map_request& request, std::error_code& error) noexcept {
  const DWORD type = MEM_RESERVE | MEM_COMMIT | native_bits_of(request.flags);
  const DWORD page = page_protection(request.protection, false);
  const auto attempt = [&](void* address) noexcept -> void* {
    // VirtualAlloc would round it down; MapViewOfFileEx refuses it in these words.
    if (!is_aligned(address, granularity())) {
      SetLastError(ERROR_MAPPED_ALIGNMENT);
      return nullptr;
    }
    return VirtualAlloc(address, request.length, type, page);
  };
  return place(request, attempt, error);
}

HANDLE make_section(const map_request& request, const view_kind& kind) noexcept {
  const bool anonymous = has(request.flags, mmap_flag::anonymous);
  // Size 0 is that of the file: any other could make the file longer.
  const std::uint64_t size = anonymous ? request.length : 0;
  return CreateFileMappingW(anonymous ? INVALID_HANDLE_VALUE : request.file.get(), nullptr,
                            kind.section | native_bits_of(request.flags), high_half(size), low_half(size), nullptr);
}

view_kind kind_of(const map_request& request) noexcept {
  view_kind kind = read_write;
  if (has(request.flags, mmap_flag::private_))
    kind = has(request.protection, protection_flag::write) ? copied : copied_read_only;
  return has(request.protection, protection_flag::exec) ? with_execution(kind) : kind;
}

void* map_view(const map_request& request, std::error_code& error) noexcept {
  const bool copy_on_write = has(request.flags, mmap_flag::private_);
  view_kind kind = kind_of(request);
  HANDLE section = make_section(request, kind);
  // All that the handle allows, so that protect can raise later; and if that is only reading, only that.
  if (section == nullptr && !copy_on_write && !has(request.protection, protection_flag::write)) {
    kind = has(request.protection, protection_flag::exec) ? with_execution(read_only) : read_only;
    section = make_section(request, kind);
  }
  if (section == nullptr) {
    error = section_error(request, GetLastError());
    return nullptr;
  }

  const std::uint64_t offset = has(request.flags, mmap_flag::anonymous) ? 0 : request.offset;
  const auto attempt = [&](void* address) noexcept {
    return MapViewOfFileEx(section, kind.access, high_half(offset), low_half(offset), request.length, address);
  };
  void* const base = place(request, attempt, error);
  CloseHandle(section);

  const DWORD wanted = page_protection(request.protection, copy_on_write);
  DWORD before = 0;
  if (base == nullptr || wanted == kind.page || VirtualProtect(base, request.length, wanted, &before)) return base;
  error = last_error();
  UnmapViewOfFile(base);
  return nullptr;
}

// Pages written at this moment by the system itself are reported as locked; it passes.
bool flush_view(const void* base, std::size_t length) noexcept {
  for (DWORD pause = 1; !FlushViewOfFile(base, length); pause *= 2) {
    if (GetLastError() != ERROR_LOCK_VIOLATION || pause > 512) return false;
    Sleep(pause);
  }
  return true;
}

// Whether stores to the memory can leave the process. Those to private memory and to copy-on-write views cannot, and to
// read-only views there are none.
bool writes_to_file(const void* address) noexcept {
  MEMORY_BASIC_INFORMATION region;
  return query(address, region) && region.Type == MEM_MAPPED && (region.AllocationProtect & writable_pages) != 0;
}

// Whether the memory has the page file behind it, and not a file of its own.
bool is_anonymous(void* base) noexcept {
  wchar_t name[2];
  return GetMappedFileNameW(GetCurrentProcess(), base, name, 2) == 0 && GetLastError() == ERROR_FILE_INVALID;
}

}  // namespace

void* map(const map_request& request, std::error_code& error) noexcept {
  const bool anonymous = has(request.flags, mmap_flag::anonymous);
  const bool ordered = has(request.flags, mmap_flag::no_replace);
  if (request.length == 0 || (ordered && request.address == nullptr)) {
    error = refusal(std::errc::invalid_argument);
  } else if (!anonymous && request.file == no_handle) {
    error = refusal(std::errc::bad_file_descriptor);
  } else if (anonymous && has(request.flags, mmap_flag::private_)) {
    return allocate(request, error);
  } else if ((native_bits_of(request.flags) & SEC_IMAGE) != 0) {
    // The view of an image has a size of its own: unmap could not tell the whole from a part.
    error = refusal(std::errc::operation_not_supported);
  } else {
    return map_view(request, error);
  }
  return nullptr;
}

void report_hidden_failure(void*, std::size_t, mmap_flag, std::error_code&) noexcept {}

void unmap(void* base, std::size_t length, std::error_code& error) noexcept {
  MEMORY_BASIC_INFORMATION region;
  if (length == 0 || !is_aligned(base, page_size())) {
    error = refusal(std::errc::invalid_argument);
  } else if (!query(base, region)) {
    error = last_error();
  } else if (region.State == MEM_FREE || region.Type == MEM_IMAGE) {
    error = refusal(std::errc::invalid_argument);
  } else if (region.AllocationBase != base ||
             rest_of_allocation(base) / page_size() != (length - 1) / page_size() + 1) {
    error = refusal(std::errc::operation_not_supported);
  } else if (!(region.Type == MEM_PRIVATE ? VirtualFree(base, 0, MEM_RELEASE) : UnmapViewOfFile(base))) {
    error = last_error();
  }
}

// Asking about the memory first would be simpler, but VirtualQuery looks at every page up to the next difference: too
// slow for one page of many. Hence the questions only where something failed.
void protect(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept {
  DWORD before = 0;
  if (length == 0 || VirtualProtect(base, length, page_protection(protection, false), &before)) return;
  DWORD code = GetLastError();
  MEMORY_BASIC_INFORMATION region;
  if (code == ERROR_INVALID_PARAMETER && query(base, region) && region.Type == MEM_MAPPED) {
    // Only here: a read-only view of another kind could be made copy-on-write, and would silently lose its file.
    if ((region.AllocationProtect & copied_pages) != 0) {
      if (VirtualProtect(base, length, page_protection(protection, true), &before)) return;
      code = GetLastError();
    }
    // "The parameter is incorrect" is all that Windows says where a view was made with less.
    if (code == ERROR_INVALID_PARAMETER && native_bits_of(protection) == 0 && rest_of_allocation(base) >= length) {
      error = refusal(std::errc::permission_denied);
      return;
    }
  }
  error = windows_error(code);
}

// FlushViewOfFile leaves the data in the device's cache; FlushFileBuffers goes through it, and needs a handle that can
// write. As in protect, VirtualQuery only where there is a doubt.
void sync(void* base, std::size_t length, msync_flag flags, native_handle file, std::error_code& error) noexcept {
  if (native_bits_of(flags) != 0) {  // there is no word of flags that they could join
    error = refusal(std::errc::operation_not_supported);
    return;
  }
  if (length == 0) return;
  if (!is_aligned(base, page_size())) {
    error = refusal(std::errc::invalid_argument);
    return;
  }
  const bool to_device = has(flags, msync_flag::sync);
  if (to_device && file == no_handle && writes_to_file(base) && !is_anonymous(base)) {
    error = refusal(std::errc::operation_not_supported);
    return;
  }
  if (flush_view(base, length) && (!to_device || file == no_handle || FlushFileBuffers(file.get()))) return;
  const auto failure = last_error();
  if (writes_to_file(base) || rest_of_allocation(base) < length) error = failure;
}

}  // namespace mmapkit::backend
