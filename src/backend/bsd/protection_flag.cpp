#include <sys/mman.h>

#include <optional>

#include <mmapkit/flags/protection_flag.hpp>

#include "backend/native_value.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(protection_flag flag) noexcept {
  switch (flag) {
    case protection_flag::none: return PROT_NONE;
    case protection_flag::read: return PROT_READ;
    case protection_flag::write: return PROT_WRITE;
    case protection_flag::exec: return PROT_EXEC;
    case protection_flag::max_read: return values::max_read;
    case protection_flag::max_write: return values::max_write;
    case protection_flag::max_exec: return values::max_exec;
    case protection_flag::sem:
    case protection_flag::grows_down:
    case protection_flag::grows_up:
    case protection_flag::strong_order:
    case protection_flag::bti:
    case protection_flag::memory_tags:
    case protection_flag::adi:
    case protection_flag::guard:
    case protection_flag::no_cache:
    case protection_flag::write_combine:
    case protection_flag::cfg_targets_invalid:
    case protection_flag::cfg_targets_no_update:
    case protection_flag::revert_to_file: return std::nullopt;
  }
  return std::nullopt;
}

bool available(protection_flag flag) noexcept { return native_value(flag).has_value(); }

}  // namespace mmapkit::backend
