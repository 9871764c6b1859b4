#include <pthread.h>

#include "backend/system.hpp"

namespace mmapkit::backend {

int hold_cancellation() noexcept {
  int before = 0;
  ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);
  return before;
}

void allow_cancellation(int before) noexcept { ::pthread_setcancelstate(before, &before); }

}  // namespace mmapkit::backend
