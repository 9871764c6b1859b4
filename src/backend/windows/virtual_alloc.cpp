#include <optional>

#include <mmapkit/flags/allocation_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>

#include "api.hpp"
#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/system.hpp"
#include "backend/virtual_memory.hpp"
#include "os.hpp"
#include "page_protection.hpp"
#include "private_memory.hpp"
#include "probes.hpp"

namespace mmapkit::backend {

// Two kinds of number, which are not to be combined: allocation types and, from nonpaged on, attributes of an extended
// parameter.
std::optional<std::uint32_t> native_value(allocation_flag flag) noexcept {
  switch (flag) {
    case allocation_flag::none: return 0;
    case allocation_flag::commit: return MEM_COMMIT;
    case allocation_flag::reserve: return MEM_RESERVE;
    case allocation_flag::placeholder: return MEM_RESERVE_PLACEHOLDER;
    case allocation_flag::replace_placeholder: return MEM_REPLACE_PLACEHOLDER;
    case allocation_flag::top_down: return MEM_TOP_DOWN;
    case allocation_flag::write_watch: return MEM_WRITE_WATCH;
    case allocation_flag::large_pages: return MEM_LARGE_PAGES;
    case allocation_flag::pages_64kb: return MEM_64K_PAGES;
    case allocation_flag::physical: return MEM_PHYSICAL;
    case allocation_flag::nonpaged: return MEM_EXTENDED_PARAMETER_NONPAGED;
    case allocation_flag::zero_pages_optional: return MEM_EXTENDED_PARAMETER_ZERO_PAGES_OPTIONAL;
    case allocation_flag::nonpaged_large: return MEM_EXTENDED_PARAMETER_NONPAGED_LARGE;
    case allocation_flag::nonpaged_huge: return MEM_EXTENDED_PARAMETER_NONPAGED_HUGE;
    case allocation_flag::ec_code: return MEM_EXTENDED_PARAMETER_EC_CODE;
  }
  return std::nullopt;
}

bool available(allocation_flag flag) noexcept {
  switch (flag) {
    case allocation_flag::none:
    case allocation_flag::commit:
    case allocation_flag::reserve:
    case allocation_flag::top_down:
    case allocation_flag::write_watch: return true;
    case allocation_flag::placeholder:
    case allocation_flag::replace_placeholder: return has_placeholders();
    case allocation_flag::large_pages: return has_large_pages();
    case allocation_flag::pages_64kb: return has_64kb_pages();
    case allocation_flag::physical: return supports_physical_pages();
    case allocation_flag::nonpaged: return has_nonpaged_memory();
    case allocation_flag::zero_pages_optional: return accepts_attribute(MEM_EXTENDED_PARAMETER_ZERO_PAGES_OPTIONAL);
    // Not tried: finding a page of 1 GiB takes long.
    case allocation_flag::nonpaged_large:
    case allocation_flag::nonpaged_huge: return refuses_unknown_attributes() && has_large_pages();
    case allocation_flag::ec_code: return accepts_attribute(MEM_EXTENDED_PARAMETER_EC_CODE);
  }
  return false;
}

namespace {

bool keeps(const void* base, std::size_t length, const address_limits& limits) noexcept {
  const auto first = reinterpret_cast<std::uintptr_t>(base);
  const auto highest = reinterpret_cast<std::uintptr_t>(limits.highest);
  return first >= reinterpret_cast<std::uintptr_t>(limits.lowest) &&
         (highest == 0 || (first <= highest && length - 1 <= highest - first)) &&
         (limits.alignment == 0 || is_aligned(base, limits.alignment));
}

}  // namespace

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
