#include "backend/pages.hpp"

namespace mmapkit::backend {

// mlock raises the limit as far as it needs, and what VirtualLock says names the quota.
bool is_locked(const void* /*base*/, std::size_t /*length*/) noexcept { return false; }
bool exceeds_lock_limit(std::size_t /*length*/) noexcept { return false; }

}  // namespace mmapkit::backend
