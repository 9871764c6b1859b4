#include <sys/file.h>

#include <cerrno>

#include "backend/files.hpp"
#include "errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

bool lock_file(native_handle file, file_lock how, bool waits, std::error_code& error) noexcept {
  const int kind = how == file_lock::exclusive ? LOCK_EX : LOCK_SH;
  if (uninterrupted([&] { return os::flock(file, waits ? kind : kind | LOCK_NB); }) == 0) return true;
  if (waits || errno != EWOULDBLOCK) error = last_error();
  return false;
}

void unlock_file(native_handle file, std::error_code& error) noexcept {
  if (uninterrupted([&] { return os::flock(file, LOCK_UN); }) != 0) error = last_error();
}

}  // namespace mmapkit::backend
