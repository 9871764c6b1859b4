#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cerrno>

#include "backend/posix/file_status.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// By statx, which need not ask for times. Since Linux 6.13 the next write gives a file whose times were asked for, as
// fstat does, new ones at once, and a durable write waits for them too. Some sandboxes refuse statx (EPERM), and it
// came with Linux 4.11.
std::optional<posix::file_status> posix::status_of(int file) noexcept {
  constexpr unsigned wanted = STATX_TYPE | STATX_MODE | STATX_NLINK | STATX_INO | STATX_SIZE;
  struct statx found;  // NOLINT(cppcoreguidelines-pro-type-member-init): statx fills it, on the path of every mapping
  if (os::statx(file, "", AT_EMPTY_PATH, wanted, &found) == 0)
    return file_status{.mode = found.stx_mode,
                       .size = found.stx_size,
                       .block = found.stx_blksize,
                       .names = found.stx_nlink,
                       .identity = {::makedev(found.stx_dev_major, found.stx_dev_minor), found.stx_ino}};
  if (errno == ENOSYS || errno == EPERM) return status_by_fstat(file);
  return std::nullopt;
}

}  // namespace mmapkit::backend
