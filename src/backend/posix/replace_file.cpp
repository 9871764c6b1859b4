#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "backend/paths.hpp"
#include "errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// Where the owner cannot be given, the bits that let others act as the owner are not either.
void copy_permissions(const path_view::value_type* from, native_handle to, std::error_code& error) noexcept {
  struct stat old {};
  struct stat made {};
  if (os::stat(from, &old) != 0 || os::fstat(to, &made) != 0) {
    error = last_error();
    return;
  }
  auto mode = static_cast<mode_t>(old.st_mode & 07777);
  const bool same_owner = old.st_uid == made.st_uid && old.st_gid == made.st_gid;
  if (!same_owner && os::fchown(to, old.st_uid, old.st_gid) != 0) {
    constexpr auto same_user = static_cast<uid_t>(-1);
    const bool same_group = old.st_gid == made.st_gid || os::fchown(to, same_user, old.st_gid) == 0;
    // Another group gets what everybody has.
    mode &= same_group ? mode_t{0777} : mode_t{0707};
    if (!same_group) mode |= (mode & mode_t{07}) << 3;
  }
  if (uninterrupted([&] { return os::fchmod(to, mode); }) != 0) error = last_error();
}

void rename_file(const path_view::value_type* from, const path_view::value_type* to, std::error_code& error) noexcept {
  if (os::rename(from, to) != 0) error = last_error();
}

void remove_file(const path_view::value_type* path, std::error_code& error) noexcept {
  if (os::unlink(path) != 0) error = last_error();
}

}  // namespace mmapkit::backend
