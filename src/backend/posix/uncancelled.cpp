#include "uncancelled.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "os.hpp"

namespace mmapkit::backend {

int posix::open_uncancelled(const char* path, int flags, mode_t mode) noexcept {
  const os::held_cancellation held;
  return ::open(path, flags, mode);
}

int posix::close_uncancelled(int file) noexcept {
  const os::held_cancellation held;
  return ::close(file);
}

}  // namespace mmapkit::backend
