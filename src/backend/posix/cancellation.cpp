#include <pthread.h>

#include "backend/system.hpp"

namespace mmapkit::backend {

#ifdef PTHREAD_CANCEL_DISABLE

int hold_cancellation() noexcept {
  int before = 0;
  ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);
  return before;
}

void allow_cancellation(int before) noexcept { ::pthread_setcancelstate(before, &before); }

#else  // Android

int hold_cancellation() noexcept { return 0; }
void allow_cancellation(int /*before*/) noexcept {}

#endif

}  // namespace mmapkit::backend
