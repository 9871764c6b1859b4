#include <fcntl.h>
#include <sys/sysmacros.h>

#include <cerrno>

#include "backend/posix/file_status.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

// By statx, which can leave the times out. Since Linux 6.13 the first write after somebody has asked for the times of a
// file, as fstat does, gives it new ones, and a durable write waits for them. Some sandboxes refuse statx (EPERM); it
// came with Linux 4.11. AT_FDCWD is no descriptor, and statx takes it for the working folder.
std::optional<posix::file_status> posix::status_of(int file) noexcept {
  constexpr unsigned wanted = statx_type | statx_mode | statx_nlink | statx_ino | statx_size;
  if (file == AT_FDCWD) return status_by_fstat(file);
  kernel_statx found{};
  if (os::syscall(SYS_statx, file, "", AT_EMPTY_PATH, wanted, &found) == 0)
    return file_status{.mode = found.mode,
                       .size = found.size,
                       .block = found.blksize,
                       .links = found.nlink,
                       .identity = {makedev(found.dev_major, found.dev_minor), found.ino}};
  if (errno == ENOSYS || errno == EPERM) return status_by_fstat(file);
  return std::nullopt;
}

}  // namespace mmapkit::backend
