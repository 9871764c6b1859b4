#include "backend/pages.hpp"

namespace mmapkit::backend {

// Elsewhere than on Linux MS_INVALIDATE, which fails for locked memory, drops what is in memory that is not.
bool is_locked(const void* /*base*/, std::size_t /*length*/) noexcept { return false; }

bool exceeds_lock_limit(std::size_t length) noexcept {
  std::error_code unknown;
  const auto limit = lock_limit(unknown);
  return !unknown && length > limit;
}

}  // namespace mmapkit::backend
