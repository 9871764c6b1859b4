#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../bits.hpp"
#include "errors.hpp"
#include "os.hpp"
#include "system.hpp"

namespace mmapkit::backend {

int posix::shared_memory_flags(open_flag flags) noexcept {
  const int access = has(flags, open_flag::write) ? O_RDWR : O_RDONLY;
  return access | static_cast<int>(native_set(flags & ~(open_flag::read | open_flag::write)));
}

namespace {

// Never shorter: another process may have made it longer.
void grow_to(native_handle file, std::uint64_t size, std::error_code& error) noexcept {
  const auto now = examine(file, error).size;
  if (!error && now < size) grow(file, now, size, file_growth::allocated, error);
}

int open_once(const char* name, int flags, unsigned mode) noexcept {
  int file = -1;
  do file = os::shm_open(name, flags, static_cast<mode_t>(mode));
  while (file == -1 && errno == EINTR);
  return file;
}

// Whether the object is new is known by asking for that first. Between the two questions it may come, and may go.
int open_or_create(const char* name, int flags, unsigned mode, bool& created) noexcept {
  created = (flags & O_CREAT) != 0;
  int file = -1;
  for (bool changes = true; changes;) {
    file = open_once(name, created ? flags | O_EXCL : flags, mode);
    changes = file == -1 && created && errno == EEXIST && (flags & O_EXCL) == 0;
    if (!changes) break;
    file = open_once(name, flags & ~O_CREAT, mode);
    changes = file == -1 && errno == ENOENT;
    created = changes;
  }
  return file;
}

}  // namespace

// shm_open sets close-on-exec by itself (POSIX.1-2024 shm_open()).
native_handle shm_open(const char* name, open_flag flags, unsigned mode, std::uint64_t size,
                       std::error_code& error) noexcept {
  bool created = false;
  const int file = open_or_create(name, posix::shared_memory_flags(flags), mode, created);
  if (file == -1) {
    error = last_error();
    return no_handle;
  }
  if (size != 0) grow_to(file, size, error);
  if (!error) return file;
  if (created) os::shm_unlink(name);
  os::close(file);
  return no_handle;
}

void shm_unlink(const char* name, std::error_code& error) noexcept {
  if (os::shm_unlink(name) != 0) error = last_error();
}

}  // namespace mmapkit::backend
