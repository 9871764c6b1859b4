#include <mmapkit/flags/mmap_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/map_kind.hpp"
#include "backend/posix/per_system.hpp"
#include "values.hpp"

namespace mmapkit::backend {

// Linux ignores bits that it does not know, except under MAP_SHARED_VALIDATE. That one in turn refuses
// MAP_FIXED_NOREPLACE (mm/mmap.c, LEGACY_MAP_MASK): the two go together only where unknown bits have to be refused.
int posix::map_flags(const map_request& request) noexcept {
  const int flags = static_cast<int>(native_set(request.flags));
  if (!is_shared(request.flags) || has(request.flags, mmap_flag::anonymous)) return flags;
  const bool must_validate = has(request.flags, mmap_flag::sync) || native_bits_of(request.flags) != 0;
  if (has(request.flags, mmap_flag::no_replace) && !must_validate) return flags;
  return flags | MAP_SHARED_VALIDATE;
}

}  // namespace mmapkit::backend
