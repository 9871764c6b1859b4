#include <optional>

#include <mmapkit/flags/free_flag.hpp>

#include "api.hpp"
#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/system.hpp"
#include "backend/virtual_memory.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "probes.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(free_flag flag) noexcept {
  switch (flag) {
    case free_flag::decommit: return MEM_DECOMMIT;
    case free_flag::release: return MEM_RELEASE;
    case free_flag::preserve_placeholder: return MEM_PRESERVE_PLACEHOLDER;
    case free_flag::coalesce_placeholders: return MEM_COALESCE_PLACEHOLDERS;
  }
  return std::nullopt;
}

bool available(free_flag flag) noexcept {
  switch (flag) {
    case free_flag::decommit:
    case free_flag::release: return true;
    case free_flag::preserve_placeholder:
    case free_flag::coalesce_placeholders: return has_placeholders();
  }
  return false;
}

namespace {

constexpr auto placeholder_flags = free_flag::preserve_placeholder | free_flag::coalesce_placeholders;

// VirtualFree releases a whole allocation, for length 0 alone. A length that was given is compared, so that no more is
// released than was named.
std::error_code check_free(void* addr, std::size_t length, free_flag flags) noexcept {
  if (has(flags, free_flag::decommit)) {
    return length == 0 || has_any(flags, placeholder_flags) ? refusal(std::errc::invalid_argument) : std::error_code{};
  }
  if (length == 0 || has_any(flags, placeholder_flags)) return {};
  MEMORY_BASIC_INFORMATION region;
  if (!query(addr, region) || region.State == MEM_FREE) return refusal(std::errc::invalid_argument);
  const bool whole =
      region.AllocationBase == addr && rest_of_allocation(addr) / page_size() == (length - 1) / page_size() + 1;
  return whole ? std::error_code{} : refusal(std::errc::operation_not_supported);
}

}  // namespace

void virtual_free(void* addr, std::size_t length, free_flag flags, std::error_code& error) noexcept {
  if (const auto misuse = check_free(addr, length, flags)) {
    error = misuse;
    return;
  }
  const bool sized = has(flags, free_flag::decommit) || has_any(flags, placeholder_flags);
  if (!os::VirtualFree(addr, sized ? length : 0, native_set(flags))) error = last_error();
}

}  // namespace mmapkit::backend
