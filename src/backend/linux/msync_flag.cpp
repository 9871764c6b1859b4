#include <optional>

#include <mmapkit/flags/msync_flag.hpp>

#include "backend/native_value.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(msync_flag flag) noexcept {
  switch (flag) {
    case msync_flag::sync: return MS_SYNC;
    case msync_flag::async: return MS_ASYNC;
    case msync_flag::invalidate: return MS_INVALIDATE;
    case msync_flag::kill_pages:
    case msync_flag::deactivate: return std::nullopt;
  }
  return std::nullopt;
}

bool available(msync_flag flag) noexcept { return native_value(flag).has_value(); }

}  // namespace mmapkit::backend
