#include <fcntl.h>
#include <sys/sysmacros.h>

#include <cerrno>

#include "backend/posix/file_status.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

// By statx, which need not ask for times. Since Linux 6.13 the next write gives a file whose times were asked for, as
// fstat does, new ones at once, and a durable write waits for them too. Some sandboxes refuse statx (EPERM), and it
// came with Linux 4.11.
std::optional<posix::file_status> posix::status_of(int file) noexcept {
  constexpr unsigned wanted = statx_type | statx_mode | statx_nlink | statx_ino | statx_size;
  kernel_statx found;  // NOLINT(cppcoreguidelines-pro-type-member-init): statx fills it, on the path of every mapping
  if (os::syscall(SYS_statx, file, "", AT_EMPTY_PATH, wanted, &found) == 0)
    return file_status{.mode = found.mode,
                       .size = found.size,
                       .block = found.blksize,
                       .names = found.nlink,
                       .identity = {makedev(found.dev_major, found.dev_minor), found.ino}};
  if (errno == ENOSYS || errno == EPERM) return status_by_fstat(file);
  return std::nullopt;
}

}  // namespace mmapkit::backend
