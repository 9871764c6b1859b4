#include <cerrno>

#include <mmapkit/flags/mmap_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/posix/per_system.hpp"
#include "values.hpp"

namespace mmapkit::backend {

// Before 4.15 there was no MAP_SHARED_VALIDATE. Where no bits have to be validated MAP_SHARED is the same.
bool posix::older_map_flags(const map_request& request, int error, int& flags) noexcept {
  const bool validates = (flags & MAP_SHARED_VALIDATE) == MAP_SHARED_VALIDATE;
  const bool must_validate = has(request.flags, mmap_flag::sync) || has(request.flags, mmap_flag::shared_validate) ||
                             native_bits_of(request.flags) != 0;
  if (error != EINVAL || !validates || must_validate) return false;
  flags = (flags & ~MAP_SHARED_VALIDATE) | MAP_SHARED;
  return true;
}

}  // namespace mmapkit::backend
