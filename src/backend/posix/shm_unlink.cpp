#include <sys/stat.h>

#include <cerrno>

#include "backend/shared_memory.hpp"
#include "errors.hpp"
#include "os.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

void shm_unlink(const char* name, std::error_code& error) noexcept {
  if (os::shm_unlink(name) != 0) error = last_error();
}

namespace {

// Whether the name is known to belong to another object, or to none. It is not known where the object cannot be opened:
// without a free descriptor, or without the right to read it; there the sticky bit of the folder protects the objects
// of other users. ELOOP: the name is a symbolic link.
bool is_of_another(const char* name, native_handle object) noexcept {
  const int named = posix::look_at_object(name);
  if (named == -1) return errno == ENOENT || errno == ELOOP;
  struct stat here {};
  struct stat there {};
  const bool differs = os::fstat(object, &here) == 0 && os::fstat(named, &there) == 0 &&
                       (here.st_dev != there.st_dev || here.st_ino != there.st_ino);
  os::close(named);
  return differs;
}

}  // namespace

void shm_unlink_own(const char* name, native_handle object) noexcept {
  if (!is_of_another(name, object)) os::shm_unlink(name);
}

}  // namespace mmapkit::backend
