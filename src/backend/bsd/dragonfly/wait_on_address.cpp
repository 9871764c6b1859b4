// umtx(2), which goes by the memory.
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "backend/posix/errors.hpp"
#include "backend/posix/os.hpp"
#include "backend/synchronization.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(umtx_sleep)
MMAPKIT_SYSTEM_CALL(umtx_wakeup)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

namespace {

const volatile int* value_of(const std::atomic<std::uint32_t>* word) noexcept {
  return reinterpret_cast<const volatile int*>(word);
}

}  // namespace

bool can_wait_on_address() noexcept { return true; }

// The time is in microseconds, and 0 would be for ever.
void wait_on_address(const std::atomic<std::uint32_t>* word, std::uint32_t old, std::chrono::nanoseconds timeout,
                     std::error_code& error) noexcept {
  const auto time = std::chrono::ceil<std::chrono::microseconds>(timeout).count();
  if (os::umtx_sleep(value_of(word), static_cast<int>(old), static_cast<int>(time)) == 0) return;
  if (errno != EBUSY && errno != EINTR && errno != EWOULDBLOCK) error = last_error();
}

void wake_by_address(const std::atomic<std::uint32_t>* word, bool all, std::error_code& error) noexcept {
  if (os::umtx_wakeup(value_of(word), all ? 0 : 1) == -1) error = last_error();
}

}  // namespace mmapkit::backend
