#include "private_memory.hpp"

#include "../bits.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "page_protection.hpp"
#include "placing.hpp"

namespace mmapkit::backend {
namespace {

constexpr auto large_attributes = allocation_flag::nonpaged_large | allocation_flag::nonpaged_huge;
constexpr auto attribute_flags =
    large_attributes | allocation_flag::nonpaged | allocation_flag::zero_pages_optional | allocation_flag::ec_code;
constexpr auto newer_flags =
    allocation_flag::placeholder | allocation_flag::replace_placeholder | allocation_flag::pages_64kb | attribute_flags;
constexpr auto locking_flags = large_attributes | allocation_flag::large_pages | allocation_flag::nonpaged;

// How VirtualAlloc and its kin are called, but for the address.
struct allocation_call {
  std::size_t length = 0;
  allocation_flag flags{};
  DWORD type = 0;
  DWORD page = PAGE_NOACCESS;
  std::optional<unsigned> numa_node = std::nullopt;
};

bool is_on_large_page(const void* base) noexcept {
  PSAPI_WORKING_SET_EX_INFORMATION page{};
  return query_pages(base, {&page, 1}) && page.VirtualAttributes.LargePage != 0;
}

// Large pages by attribute alone are looked at: no document says which other flags the attribute needs to be heeded.
void* check_large(void* base, const allocation_call& call) noexcept {
  if (base == nullptr || !has_any(call.flags, large_attributes) || is_on_large_page(base)) return base;
  if ((call.type & MEM_REPLACE_PLACEHOLDER) != 0)
    os::VirtualFree(base, whole_pages_length(call.length), MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER);
  else
    os::VirtualFree(base, 0, MEM_RELEASE);
  SetLastError(ERROR_NOT_SUPPORTED);
  return nullptr;
}

// On an old Windows with the error that it has for a function that is not there.
void* allocate_newer(void* address, const allocation_call& call, const address_limits& limits) noexcept {
  if (late().virtual_alloc2 == nullptr) {
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
  void* const base = os::call("virtual_alloc2", late().virtual_alloc2, nullptr, address,
                              whole_pages_length(call.length), call.type, call.page, more.data(), more.count());
  return check_large(base, call);
}

void* allocate_plain(void* address, const allocation_call& call) noexcept {
  if (call.numa_node)
    return os::VirtualAllocExNuma(GetCurrentProcess(), address, call.length, call.type, call.page, *call.numa_node);
  return os::VirtualAlloc(address, call.length, call.type, call.page);
}

void* allocate_at(void* address, const allocation_call& call) noexcept {
  return has_any(call.flags, newer_flags) ? allocate_newer(address, call, {}) : allocate_plain(address, call);
}

// In one step where the system can.
void* allocate_aligned(const allocation_call& call, std::size_t alignment) noexcept {
  void* const base = allocate_newer(nullptr, call, {.alignment = alignment});
  if (base != nullptr && is_aligned(base, alignment)) return base;
  if (base != nullptr) os::VirtualFree(base, 0, MEM_RELEASE);
  return at_multiple_of(alignment, call.length, [&](void* address) noexcept { return allocate_at(address, call); });
}

bool keeps(const void* base, std::size_t length, const address_limits& limits) noexcept {
  const auto first = reinterpret_cast<std::uintptr_t>(base);
  const auto highest = reinterpret_cast<std::uintptr_t>(limits.highest);
  return first >= reinterpret_cast<std::uintptr_t>(limits.lowest) &&
         (highest == 0 || (first <= highest && length - 1 <= highest - first)) &&
         (limits.alignment == 0 || is_aligned(base, limits.alignment));
}

// The bits without reserve and commit are for both.
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
  // It succeeds also where the process has no such right: the last error tells.
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
    // VirtualAlloc would round it down; MapViewOfFileEx refuses it in these words.
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

void* virtual_alloc(void* addr, std::size_t length, allocation_flag flags, protection_flag protection,
                    const address_limits& limits, std::error_code& error) noexcept {
  if (const auto misuse = check_modifiers(protection, page_use::allocation)) {
    error = misuse;
    return nullptr;
  }
  if (has_any(flags, locking_flags)) enable_page_locking();
  const bool limited = limits.lowest != nullptr || limits.highest != nullptr || limits.alignment != 0;
  const allocation_call call{length, flags, native_set(flags & ~attribute_flags), page_protection(protection, false),
                             std::nullopt};
  void* const base = limited ? allocate_newer(addr, call, limits) : allocate_at(addr, call);
  if (base == nullptr) {
    const auto failure = last_error();
    error = failure == windows_error(ERROR_CALL_NOT_IMPLEMENTED) ? refusal(std::errc::function_not_supported) : failure;
    return nullptr;
  }
  if (keeps(base, length, limits)) return base;
  os::VirtualFree(base, 0, MEM_RELEASE);
  error = refusal(std::errc::operation_not_supported);
  return nullptr;
}

}  // namespace mmapkit::backend
