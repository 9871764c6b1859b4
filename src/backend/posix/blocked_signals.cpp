#include "per_system.hpp"

namespace mmapkit::backend {

sigset_t posix::blocked_signals(const void* context) noexcept {
  return static_cast<const ucontext_t*>(context)->uc_sigmask;
}

}  // namespace mmapkit::backend
