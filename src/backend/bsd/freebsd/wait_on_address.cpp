// _umtx_op(2): UMTX_OP_WAIT_UINT and UMTX_OP_WAKE are by the memory, their _PRIVATE forms by the address.
#include <sys/types.h>
#include <sys/umtx.h>

#include <cerrno>
#include <ctime>
#include <limits>

#include "backend/posix/errors.hpp"
#include "backend/posix/os.hpp"
#include "backend/posix/timespec.hpp"
#include "backend/synchronization.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(_umtx_op)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

namespace {

void* object_of(const std::atomic<std::uint32_t>* word) noexcept {
  return const_cast<std::atomic<std::uint32_t>*>(word);
}

}  // namespace

bool can_wait_on_address() noexcept { return true; }

void wait_on_address(const std::atomic<std::uint32_t>* word, std::uint32_t old, std::chrono::nanoseconds timeout,
                     std::error_code& error) noexcept {
  _umtx_time time{};
  time._timeout = posix::split<timespec>(timeout);
  time._clockid = CLOCK_MONOTONIC;
  auto* const size = reinterpret_cast<void*>(sizeof time);
  if (os::_umtx_op(object_of(word), UMTX_OP_WAIT_UINT, u_long{old}, size, static_cast<void*>(&time)) == 0) return;
  if (errno != EINTR && errno != ETIMEDOUT) error = last_error();
}

void wake_by_address(const std::atomic<std::uint32_t>* word, bool all, std::error_code& error) noexcept {
  const auto count = static_cast<u_long>(all ? std::numeric_limits<int>::max() : 1);
  void* const nothing = nullptr;
  if (os::_umtx_op(object_of(word), UMTX_OP_WAKE, count, nothing, nothing) != 0) error = last_error();
}

}  // namespace mmapkit::backend
