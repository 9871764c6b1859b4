#include <fcntl.h>

#include <cerrno>

#include "backend/files.hpp"
#include "backend/posix/errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

namespace {

// Of the open file description, and of the whole file: length 0 is to its end, wherever that is.
struct flock whole_file(short kind) noexcept {
  struct flock range {};
  range.l_type = kind;
  range.l_whence = SEEK_SET;
  return range;
}

}  // namespace

bool lock_file(native_handle file, file_lock how, bool waits, std::error_code& error) noexcept {
  auto range = whole_file(how == file_lock::exclusive ? F_WRLCK : F_RDLCK);
  if (uninterrupted([&] { return os::fcntl(file, waits ? F_OFD_SETLKW : F_OFD_SETLK, &range); }) == 0) return true;
  const bool is_held = !waits && (errno == EAGAIN || errno == EACCES);
  if (!is_held) error = last_error();
  return false;
}

void unlock_file(native_handle file, std::error_code& error) noexcept {
  auto range = whole_file(F_UNLCK);
  if (uninterrupted([&] { return os::fcntl(file, F_OFD_SETLK, &range); }) != 0) error = last_error();
}

}  // namespace mmapkit::backend
