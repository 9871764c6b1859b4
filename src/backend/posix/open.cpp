#include <fcntl.h>

#include <cerrno>

#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>

#include "backend/files.hpp"
#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/paths.hpp"
#include "backend/system.hpp"
#include "errors.hpp"
#include "os.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

namespace {

int access_mode(open_flag flags) noexcept {
  if (!has(flags, open_flag::write)) return O_RDONLY;
  return has(flags, open_flag::read) ? O_RDWR : O_WRONLY;
}

int open_once(const path_view::value_type* path, int native, mode_t mode) noexcept {
  int file = -1;
  do file = os::open(path, native, mode);
  while (file < 0 && errno == EINTR);
  return file;
}

// What is there is opened without O_CREAT: with it Linux refuses somebody else's file in a sticky folder that all may
// write to, EACCES (fs.protected_regular). Where it is made, another process may be faster, which looks the same.
int open_or_create(const path_view::value_type* path, int native, mode_t mode) noexcept {
  const int existing = open_once(path, native & ~O_CREAT, mode);
  if (existing >= 0 || errno != ENOENT) return existing;
  const int created = open_once(path, native, mode);
  if (created >= 0 || errno != EACCES) return created;
  const int others = open_once(path, native & ~O_CREAT, mode);
  if (others < 0 && errno == ENOENT) errno = EACCES;
  return others;
}

}  // namespace

// O_NONBLOCK: do not wait for the other end of a FIFO. For a regular file it means not to wait for the holder of a
// lease (fcntl(2), F_SETLEASE); that wait is wanted, unless the caller asked for `non_block`.
native_handle open_file(const path_view::value_type* path, open_flag flags, protection_flag /*protection*/,
                        std::error_code& error, unsigned mode) noexcept {
  const auto access = open_flag::read | open_flag::write;
  const int native = access_mode(flags) | static_cast<int>(native_set(flags & ~access)) | O_CLOEXEC;
  const auto permissions = static_cast<mode_t>(mode);
  const auto attempt = (native & (O_CREAT | O_EXCL)) == O_CREAT ? open_or_create : open_once;
  int file = attempt(path, native | O_NONBLOCK, permissions);
  if (file < 0 && errno == EWOULDBLOCK && !has(flags, open_flag::non_block)) file = attempt(path, native, permissions);
  if (file < 0) {
    error = last_error();
    return no_handle;
  }
  posix::finish_open(file, flags, error);
  if (!error) return file;
  os::close(file);
  return no_handle;
}

bool keeps_mode(unsigned /*mode*/) noexcept { return true; }

// Not tried again after EINTR: Linux has closed the descriptor, and another thread may have been given its number.
void close_file(native_handle file, std::error_code& error) noexcept {
  if (os::close(file) != 0 && errno != EINTR) error = last_error();
}

}  // namespace mmapkit::backend
