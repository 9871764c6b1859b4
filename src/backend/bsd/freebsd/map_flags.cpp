#include <sys/mman.h>

#include <mmapkit/flags/mmap_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/posix/per_system.hpp"

namespace mmapkit::backend {

// MAP_GUARD is refused beside the flags of a mapping (sys/vm/vm_mmap.c).
int posix::map_flags(const map_request& request) noexcept {
  const int flags = static_cast<int>(native_set(request.flags));
  return has(request.flags, mmap_flag::guard) ? flags & ~(MAP_PRIVATE | MAP_SHARED | MAP_ANON) : flags;
}

}  // namespace mmapkit::backend
