#include "page_protection.hpp"

#include <mmapkit/flags/protection_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/system.hpp"
#include "memory_query.hpp"

namespace mmapkit::backend {
namespace {

constexpr auto accesses = protection_flag::read | protection_flag::write | protection_flag::exec;
constexpr auto device_flags = protection_flag::no_cache | protection_flag::write_combine;
constexpr auto target_flags = protection_flag::cfg_targets_invalid | protection_flag::cfg_targets_no_update;

}  // namespace

DWORD page_protection(protection_flag protection, bool copy_on_write) noexcept {
  DWORD page = PAGE_NOACCESS;
  if (has(protection, protection_flag::write)) {
    page = copy_on_write ? PAGE_WRITECOPY : PAGE_READWRITE;
  } else if (has(protection, protection_flag::read)) {
    page = PAGE_READONLY;
  }
  if (has(protection, protection_flag::exec)) page <<= execute_shift;
  return page | native_set(protection & ~accesses);
}

protection_flag protection_of(DWORD page) noexcept {
  constexpr DWORD executable = PAGE_EXECUTE | PAGE_EXECUTE_READ | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY;
  const bool runs = (page & executable) != 0;
  auto protection = runs ? protection_flag::exec : protection_flag::none;
  switch (runs ? (page & executable) >> execute_shift : page & 0xffU) {
    case PAGE_READONLY: protection |= protection_flag::read; break;
    case PAGE_READWRITE:
    case PAGE_WRITECOPY: protection |= protection_flag::read | protection_flag::write; break;
    default: break;
  }
  if ((page & PAGE_GUARD) != 0) protection |= protection_flag::guard;
  return protection;
}

// The two CFG flags are the same bit, whose meaning depends on the function.
std::error_code check_modifiers(protection_flag protection, page_use use) noexcept {
  const auto elsewhere = use == page_use::change
                             ? protection_flag::cfg_targets_invalid
                             : protection_flag::cfg_targets_no_update | protection_flag::revert_to_file;
  if (has_any(protection, elsewhere)) return refusal(std::errc::invalid_argument);
  if (has_any(protection, target_flags) && !has(protection, protection_flag::exec))
    return refusal(std::errc::invalid_argument);
  if (use == page_use::view && has_any(protection, device_flags)) return refusal(std::errc::operation_not_supported);
  return {};
}

}  // namespace mmapkit::backend
