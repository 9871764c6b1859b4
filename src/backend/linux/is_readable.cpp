#include <cerrno>

#include "backend/posix/per_system.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// The kernel compares the word first: EAGAIN if it is another, ETIMEDOUT at once if it is not, EFAULT without it.
bool posix::is_readable(const std::byte* at) noexcept {
#ifdef SYS_futex
  constexpr int wait_in_process = 0x80;  // FUTEX_WAIT | FUTEX_PRIVATE_FLAG
  const long no_time[2] = {0, 0};
  const int code = errno;
  const bool readable = os::syscall(SYS_futex, at, wait_in_process, 0U, no_time) != -1 || errno != EFAULT;
  errno = code;
  return readable;
#else
  static_cast<void>(at);
  return true;
#endif
}

}  // namespace mmapkit::backend
