#include <fcntl.h>

#include <cerrno>

#include <mmapkit/flags/open_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/shared_memory.hpp"
#include "errors.hpp"
#include "os.hpp"
#include "shm_open.hpp"

namespace mmapkit::backend {

int posix::shared_memory_flags(open_flag flags) noexcept {
  const int access = has(flags, open_flag::write) ? O_RDWR : O_RDONLY;
  return access | static_cast<int>(native_set(flags & ~(open_flag::read | open_flag::write)));
}

namespace {

int open_object_once(const char* name, int flags, unsigned mode) noexcept {
  int file = -1;
  do file = os::shm_open(name, flags | O_NONBLOCK, static_cast<mode_t>(mode));
  while (file == -1 && errno == EINTR);
  return file;
}

// Sets `created`. O_EXCL first, then without O_CREAT: in between another process may create the object, or remove it.
int open_or_create_object(const char* name, int flags, unsigned mode, bool& created) noexcept {
  created = (flags & O_CREAT) != 0;
  int file = -1;
  for (bool changes = true; changes;) {
    file = open_object_once(name, created ? flags | O_EXCL : flags, mode);
    changes = file == -1 && created && errno == EEXIST && (flags & O_EXCL) == 0;
    if (!changes) break;
    file = open_object_once(name, flags & ~O_CREAT, mode);
    changes = file == -1 && errno == ENOENT;
    created = changes;
  }
  return file;
}

}  // namespace

// shm_open sets close-on-exec by itself (POSIX.1-2024 shm_open()).
shared_object shm_open(const char* name, open_flag flags, unsigned mode, std::uint64_t size,
                       std::error_code& error) noexcept {
  if (size != 0) flags &= ~open_flag::truncate;
  shared_object object;
  object.handle = open_or_create_object(name, posix::shared_memory_flags(flags), mode, object.is_new);
  if (object.handle != -1) return object;
  error = last_error();
  return {};
}

}  // namespace mmapkit::backend
