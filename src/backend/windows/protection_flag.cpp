#include <optional>

#include <mmapkit/flags/protection_flag.hpp>

#include "api.hpp"
#include "backend/native_value.hpp"
#include "probes.hpp"

namespace mmapkit::backend {

// The protection for this flag alone. That of a set is not the union, except for the modifiers from guard on.
std::optional<std::uint32_t> native_value(protection_flag flag) noexcept {
  switch (flag) {
    case protection_flag::none: return PAGE_NOACCESS;
    case protection_flag::read: return PAGE_READONLY;
    case protection_flag::write: return PAGE_READWRITE;
    case protection_flag::exec: return PAGE_EXECUTE;
    case protection_flag::guard: return PAGE_GUARD;
    case protection_flag::no_cache: return PAGE_NOCACHE;
    case protection_flag::write_combine: return PAGE_WRITECOMBINE;
    case protection_flag::cfg_targets_invalid: return PAGE_TARGETS_INVALID;
    case protection_flag::cfg_targets_no_update: return PAGE_TARGETS_NO_UPDATE;
    case protection_flag::revert_to_file: return PAGE_REVERT_TO_FILE_MAP;
    case protection_flag::sem:
    case protection_flag::grows_down:
    case protection_flag::grows_up:
    case protection_flag::strong_order:
    case protection_flag::bti:
    case protection_flag::memory_tags:
    case protection_flag::adi:
    case protection_flag::max_read:
    case protection_flag::max_write:
    case protection_flag::max_exec: return std::nullopt;
  }
  return std::nullopt;
}

bool available(protection_flag flag) noexcept {
  switch (flag) {
    case protection_flag::no_cache: return supports_no_cache();
    case protection_flag::write_combine: return supports_write_combine();
    case protection_flag::cfg_targets_invalid:
    case protection_flag::cfg_targets_no_update: return has_control_flow_guard();
    case protection_flag::revert_to_file: return supports_revert_to_file();
    default: return native_value(flag).has_value();
  }
}

}  // namespace mmapkit::backend
