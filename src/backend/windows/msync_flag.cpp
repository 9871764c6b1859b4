#include <optional>

#include <mmapkit/flags/msync_flag.hpp>

#include "backend/native_value.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(msync_flag flag) noexcept {
  switch (flag) {
    case msync_flag::sync:
    case msync_flag::async: return 0;
    case msync_flag::invalidate:
    case msync_flag::kill_pages:
    case msync_flag::deactivate: return std::nullopt;
  }
  return std::nullopt;
}

bool available(msync_flag flag) noexcept { return native_value(flag).has_value(); }

}  // namespace mmapkit::backend
