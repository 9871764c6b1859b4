// A call by its number is no cancellation point.
#include "backend/posix/uncancelled.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mmapkit::backend {

int posix::open_uncancelled(const char* path, int flags, mode_t mode) noexcept {
  return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags | O_LARGEFILE, mode));
}

int posix::close_uncancelled(int file) noexcept { return static_cast<int>(::syscall(SYS_close, file)); }

}  // namespace mmapkit::backend
