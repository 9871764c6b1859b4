#include <sys/mman.h>

#include <cerrno>

#include "backend/pages.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// Without MS_SYNC, MS_INVALIDATE does nothing but look for locks (mm/msync.c).
bool is_locked(const void* base, std::size_t length) noexcept {
  return os::msync(const_cast<void*>(base), length, MS_INVALIDATE) != 0 && errno == EBUSY;
}

// The kernel knows what counts: what is locked already, and the capability that lifts the limit. Nothing is read into
// memory without access, though it is locked.
bool exceeds_lock_limit(std::size_t length) noexcept {
  void* const trial = os::mmap(nullptr, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0);
  if (trial == MAP_FAILED) return errno == EAGAIN || errno == EPERM;
  os::munmap(trial, length);
  return false;
}

}  // namespace mmapkit::backend
