// VirtualQuery and QueryWorkingSetEx.
#pragma once

#include "api.hpp"
#include "os.hpp"

// From version 2 on the functions are in kernel32, as K32...
#ifndef PSAPI_VERSION
#define PSAPI_VERSION 2
#endif
#include <psapi.h>

#include <span>

namespace mmapkit::backend {

constexpr DWORD writable_pages = PAGE_READWRITE | PAGE_EXECUTE_READWRITE;
constexpr DWORD copy_on_write = PAGE_WRITECOPY | PAGE_EXECUTE_WRITECOPY;

inline bool query(const void* address, MEMORY_BASIC_INFORMATION& region) noexcept {
  return os::VirtualQuery(address, &region, sizeof region) != 0;
}

inline const char* end_of(const MEMORY_BASIC_INFORMATION& region) noexcept {
  return static_cast<const char*>(region.BaseAddress) + region.RegionSize;
}

// Calls visit(region) for each region of the range, the first and the last cut to it, until one returns false. Returns
// whether none did.
template <class Visit>
bool all_regions(const void* address, std::size_t length, Visit visit) noexcept {
  const auto* at = static_cast<const char*>(address);
  const char* const end = at + length;
  MEMORY_BASIC_INFORMATION region;
  while (at < end) {
    if (!query(at, region)) return false;
    const char* const next = end_of(region) < end ? end_of(region) : end;
    region.BaseAddress = const_cast<char*>(at);
    region.RegionSize = static_cast<SIZE_T>(next - at);
    if (!visit(region)) return false;
    at = next;
  }
  return true;
}

// Whether no part of the range is free; whether all of it is committed.
bool is_mapped(const void* address, std::size_t length) noexcept;
bool is_committed(const void* address, std::size_t length) noexcept;

// The bytes from `address` to the end of its allocation, which VirtualProtect may have split into regions.
std::size_t rest_of_allocation(const void* address) noexcept;

// Whether the memory is backed by the page file, and not by another file.
bool is_anonymous(void* base) noexcept;

// Whether this is a module that the loader has mapped.
bool is_loaded(void* base) noexcept;

// Queries consecutive pages from `address` on.
bool query_pages(const void* address, std::span<PSAPI_WORKING_SET_EX_INFORMATION> pages) noexcept;

}  // namespace mmapkit::backend
