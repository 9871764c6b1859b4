#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../bits.hpp"
#include "errors.hpp"
#include "system.hpp"

namespace mmapkit::backend {

namespace {

int flags_of(open_flag flags) noexcept {
  const int access = has(flags, open_flag::write) ? O_RDWR : O_RDONLY;
  return access | static_cast<int>(native_set(flags & ~(open_flag::read | open_flag::write)));
}

// Never shorter: another process may have made it longer.
void grow_to(native_handle file, std::uint64_t size, std::error_code& error) noexcept {
  const auto now = examine(file, error).size;
  if (!error && now < size) grow(file, now, size, file_growth::allocated, error);
}

}  // namespace

// shm_open sets close-on-exec by itself (POSIX.1-2024 shm_open()).
native_handle shm_open(const char* name, open_flag flags, unsigned mode, std::uint64_t size,
                       std::error_code& error) noexcept {
  int file = -1;
  do file = ::shm_open(name, flags_of(flags), static_cast<mode_t>(mode));
  while (file == -1 && errno == EINTR);
  if (file == -1) {
    error = last_error();
    return no_handle;
  }
  if (size != 0) grow_to(file, size, error);
  if (!error) return file;
  ::close(file);
  return no_handle;
}

void shm_unlink(const char* name, std::error_code& error) noexcept {
  if (::shm_unlink(name) != 0) error = last_error();
}

}  // namespace mmapkit::backend
