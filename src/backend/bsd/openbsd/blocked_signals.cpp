#include "backend/posix/per_system.hpp"

namespace mmapkit::backend {

// The context is a struct sigcontext (sigaction(2)).
sigset_t posix::blocked_signals(const void* context) noexcept {
  return static_cast<sigset_t>(static_cast<const ucontext_t*>(context)->sc_mask);
}

}  // namespace mmapkit::backend
