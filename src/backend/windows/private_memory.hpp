// Memory of VirtualAlloc: private anonymous mappings, and virtual_alloc.
#pragma once

#include <cstddef>
#include <optional>

#include <mmapkit/flags/address_limits.hpp>
#include <mmapkit/flags/allocation_flag.hpp>

#include "api.hpp"
#include "backend/mappings.hpp"

namespace mmapkit::backend {

inline constexpr auto large_attributes = allocation_flag::nonpaged_large | allocation_flag::nonpaged_huge;

// The flags that are attributes of an extended parameter, and not allocation types.
inline constexpr auto attribute_flags =
    large_attributes | allocation_flag::nonpaged | allocation_flag::zero_pages_optional | allocation_flag::ec_code;

// The flags that need SeLockMemoryPrivilege.
inline constexpr auto locking_flags = large_attributes | allocation_flag::large_pages | allocation_flag::nonpaged;

// The arguments of VirtualAlloc and its successors, but for the address.
struct allocation_call {
  std::size_t length = 0;
  allocation_flag flags{};
  DWORD type = 0;
  DWORD page = PAGE_NOACCESS;
  std::optional<unsigned> numa_node = std::nullopt;
};

// Both return null on failure, and GetLastError tells why. VirtualAlloc2: ERROR_CALL_NOT_IMPLEMENTED where there is
// none.
void* allocate_newer(void* address, const allocation_call& call, const address_limits& limits) noexcept;
// Calls the oldest function that supports the flags.
void* allocate_at(void* address, const allocation_call& call) noexcept;

void* allocate(const map_request& request, std::error_code& error) noexcept;

// Enables SeLockMemoryPrivilege, which stays enabled. Returns false where the user does not have it.
bool enable_page_locking() noexcept;

}  // namespace mmapkit::backend
