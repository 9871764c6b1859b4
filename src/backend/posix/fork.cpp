#include <pthread.h>

#include "backend/system.hpp"

namespace mmapkit::backend {

void before_fork(void (*act)()) noexcept { ::pthread_atfork(act, nullptr, nullptr); }

}  // namespace mmapkit::backend
