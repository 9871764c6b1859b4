#include "private_memory.hpp"

#include <mmapkit/flags/allocation_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backend/system.hpp"
#include "dynamic_functions.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "page_protection.hpp"
#include "placing.hpp"

namespace mmapkit::backend {
namespace {

constexpr auto newer_flags =
    allocation_flag::placeholder | allocation_flag::replace_placeholder | allocation_flag::pages_64kb | attribute_flags;

bool is_on_large_page(const void* base) noexcept {
  PSAPI_WORKING_SET_EX_INFORMATION page{};
  return query_pages(base, {&page, 1}) && page.VirtualAttributes.LargePage != 0;
}

// Large pages are checked: it is not documented which other flags these attributes need.
void* check_large(void* base, const allocation_call& call) noexcept {
  if (base == nullptr || !has_any(call.flags, large_attributes) || is_on_large_page(base)) return base;
  if ((call.type & MEM_REPLACE_PLACEHOLDER) != 0)
    os::VirtualFree(base, round_up(call.length, page_size()), MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER);
  else
    os::VirtualFree(base, 0, MEM_RELEASE);
  SetLastError(ERROR_NOT_SUPPORTED);
  return nullptr;
}

}  // namespace

void* allocate_newer(void* address, const allocation_call& call, const address_limits& limits) noexcept {
  if (dynamic().virtual_alloc2 == nullptr) {
    SetLastError(ERROR_CALL_NOT_IMPLEMENTED);
    return nullptr;
  }
  constexpr DWORD whole = MEM_RESERVE | MEM_COMMIT;
  if (has_any(call.flags, large_attributes) && (call.type & whole) != whole) {
    SetLastError(ERROR_INVALID_PARAMETER);
    return nullptr;
  }
  extended_parameters more;
  more.add(limits);
  more.add(call.numa_node);
  more.add_attributes(native_set(call.flags & attribute_flags));
  void* const base = os::call("virtual_alloc2", dynamic().virtual_alloc2, nullptr, address,
                              round_up(call.length, page_size()), call.type, call.page, more.data(), more.count());
  return check_large(base, call);
}

namespace {

void* allocate_plain(void* address, const allocation_call& call) noexcept {
  if (call.numa_node)
    return os::VirtualAllocExNuma(GetCurrentProcess(), address, call.length, call.type, call.page, *call.numa_node);
  return os::VirtualAlloc(address, call.length, call.type, call.page);
}

}  // namespace

void* allocate_at(void* address, const allocation_call& call) noexcept {
  return has_any(call.flags, newer_flags) ? allocate_newer(address, call, {}) : allocate_plain(address, call);
}

namespace {

// VirtualAlloc2 where there is one; else reserve, free and allocate.
void* allocate_aligned(const allocation_call& call, std::size_t alignment) noexcept {
  void* const base = allocate_newer(nullptr, call, {.alignment = alignment});
  if (base != nullptr && is_aligned(base, alignment)) return base;
  if (base != nullptr) os::VirtualFree(base, 0, MEM_RELEASE);
  return at_multiple_of(alignment, call.length, [&](void* address) noexcept { return allocate_at(address, call); });
}

// Without MEM_RESERVE and MEM_COMMIT both are meant.
DWORD type_of(const map_request& request) noexcept {
  const auto flags = request.allocation;
  DWORD type = native_set(flags & ~attribute_flags) | native_bits_of(request.flags);
  if (!has(flags, allocation_flag::reserve) && !has(flags, allocation_flag::commit)) type |= MEM_RESERVE | MEM_COMMIT;
  return type;
}

}  // namespace

bool enable_page_locking() noexcept {
  HANDLE token = nullptr;
  if (!os::OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY, &token)) return false;
  TOKEN_PRIVILEGES wanted{};
  wanted.PrivilegeCount = 1;
  wanted.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
  // It also succeeds if the process does not have the privilege: ERROR_NOT_ALL_ASSIGNED.
  const bool enabled = os::LookupPrivilegeValueW(nullptr, L"SeLockMemoryPrivilege", &wanted.Privileges[0].Luid) &&
                       os::AdjustTokenPrivileges(token, FALSE, &wanted, 0, nullptr, nullptr) &&
                       GetLastError() == ERROR_SUCCESS;
  os::CloseHandle(token);
  return enabled;
}

void* allocate(const map_request& request, std::error_code& error) noexcept {
  if (has_any(request.allocation, locking_flags)) enable_page_locking();
  const allocation_call call{request.length, request.allocation, type_of(request),
                             page_protection(request.protection, false), request.numa_node};
  const std::size_t unit = has(request.allocation, allocation_flag::replace_placeholder) ? page_size() : granularity();
  const auto attempt = [&](void* address) noexcept -> void* {
    if (alignment_of(request) != 0) return allocate_aligned(call, request.alignment);
    // VirtualAlloc would round it down; MapViewOfFileEx fails with this error.
    if (!is_aligned(address, unit)) {
      SetLastError(ERROR_MAPPED_ALIGNMENT);
      return nullptr;
    }
    return allocate_at(address, call);
  };
  void* const base = place(request, attempt);
  if (base == nullptr) error = place_error(request, GetLastError());
  return base;
}

}  // namespace mmapkit::backend
