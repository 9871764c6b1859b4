#include <fcntl.h>

#include <cerrno>

#include <mmapkit/flags/durability.hpp>

#include "backend/files.hpp"
#include "backend/posix/errors.hpp"
#include "backend/posix/os.hpp"

namespace mmapkit::backend {

// fsync leaves the data in the cache of the drive (fsync(2)). Where a file system has no F_FULLFSYNC, fsync is all that
// there is.
void sync_file(native_handle file, durability level, std::error_code& error) noexcept {
  if (level == durability::all) {
    if (uninterrupted([&] { return os::fcntl(file, F_FULLFSYNC); }) == 0) return;
    if (errno != ENOTSUP && errno != EINVAL && errno != ENOTTY) {
      error = last_error();
      return;
    }
  }
  if (uninterrupted([&] { return os::fsync(file); }) != 0) error = last_error();
}

}  // namespace mmapkit::backend
