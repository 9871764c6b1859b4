// FUTEX_WAIT and FUTEX_WAKE without FUTEX_PRIVATE_FLAG: by the memory, and not by its address in one process.
#include <linux/futex.h>

#include <limits>

#include "backend/posix/timespec.hpp"
#include "backend/synchronization.hpp"
#include "kernel.hpp"
#include "values.hpp"

namespace mmapkit::backend {

bool can_wait_on_address() noexcept { return true; }

void wait_on_address(const std::atomic<std::uint32_t>* word, std::uint32_t old, std::chrono::nanoseconds timeout,
                     std::error_code& error) noexcept {
  const auto time = posix::split<kernel_timespec>(timeout);
  if (os::syscall(SYS_futex, word, FUTEX_WAIT, old, &time) == 0) return;
  if (errno != EAGAIN && errno != EINTR && errno != ETIMEDOUT) error = last_error();
}

void wake_by_address(const std::atomic<std::uint32_t>* word, bool all, std::error_code& error) noexcept {
  call_kernel(error, SYS_futex, word, FUTEX_WAKE, all ? std::numeric_limits<int>::max() : 1);
}

}  // namespace mmapkit::backend
