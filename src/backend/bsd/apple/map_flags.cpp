#include <sys/mman.h>

#include <mmapkit/flags/mmap_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/posix/per_system.hpp"

namespace mmapkit::backend {

// The kernel drops MAP_RESILIENT_MEDIA from a shared mapping without an error (bsd/kern/kern_mman.c). A mapping that is
// neither shared nor private is refused.
int posix::map_flags(const map_request& request) noexcept {
  const int flags = static_cast<int>(native_set(request.flags));
  return has(request.flags, mmap_flag::resilient_media) ? flags & ~MAP_SHARED : flags;
}

}  // namespace mmapkit::backend
