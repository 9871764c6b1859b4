#include <fcntl.h>
#include <sys/stat.h>

#include <csignal>

#include "backend/paths.hpp"
#include "backend/posix/per_system.hpp"
#include "os.hpp"

namespace mmapkit::backend {

namespace {

bool is_empty_and_named(native_handle file, const path_view::value_type* path) noexcept {
  struct stat here {};
  struct stat there {};
  return os::fstat(file, &here) == 0 && os::lstat(path, &there) == 0 && here.st_dev == there.st_dev &&
         here.st_ino == there.st_ino && here.st_nlink == 1 && here.st_size == 0;
}

}  // namespace

// A lease for writing is given to who alone has the file open (fcntl(2), F_SETLEASE). Whoever opens it meanwhile waits,
// and this process is told by a signal, which is to be one that is ignored. The lease goes with the descriptor.
void remove_new_file(const path_view::value_type* path, native_handle file) noexcept {
  const bool is_alone = os::fcntl(file, F_SETSIG, SIGURG) == 0 && os::fcntl(file, F_SETLEASE, F_WRLCK) == 0;
  if (is_alone && is_empty_and_named(file, path)) os::unlink(path);
}

bool has_name(native_handle file) noexcept {
  const auto status = posix::status_of(file);
  return !status || status->links != 0;
}

}  // namespace mmapkit::backend
