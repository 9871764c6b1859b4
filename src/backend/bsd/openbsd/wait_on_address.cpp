// futex(2), since OpenBSD 6.2; without FUTEX_PRIVATE_FLAG it is by the memory.
#include <sys/time.h>

#include <sys/futex.h>  // after the types that it names

#include <cerrno>
#include <limits>

#include "backend/posix/errors.hpp"
#include "backend/posix/os.hpp"
#include "backend/posix/timespec.hpp"
#include "backend/synchronization.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(futex)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

namespace {

volatile std::uint32_t* value_of(const std::atomic<std::uint32_t>* word) noexcept {
  return reinterpret_cast<volatile std::uint32_t*>(const_cast<std::atomic<std::uint32_t>*>(word));
}

}  // namespace

bool can_wait_on_address() noexcept { return true; }

void wait_on_address(const std::atomic<std::uint32_t>* word, std::uint32_t old, std::chrono::nanoseconds timeout,
                     std::error_code& error) noexcept {
  const auto time = posix::split<timespec>(timeout);
  volatile std::uint32_t* const no_other = nullptr;
  if (os::futex(value_of(word), FUTEX_WAIT, static_cast<int>(old), &time, no_other) != -1) return;
  if (errno != EAGAIN && errno != EINTR && errno != ECANCELED && errno != ETIMEDOUT) error = last_error();
}

void wake_by_address(const std::atomic<std::uint32_t>* word, bool all, std::error_code& error) noexcept {
  const timespec* const no_time = nullptr;
  volatile std::uint32_t* const no_other = nullptr;
  const int count = all ? std::numeric_limits<int>::max() : 1;
  if (os::futex(value_of(word), FUTEX_WAKE, count, no_time, no_other) == -1) error = last_error();
}

}  // namespace mmapkit::backend
