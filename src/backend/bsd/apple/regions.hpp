// The regions of this process (Mach VM map entries).
#pragma once

#include <mach/mach.h>

#include "backend/posix/os.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL_RETURNING_ITS_ERROR(vm_region_recurse_64)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

struct vm_region {
  vm_address_t start = 0;
  vm_size_t size = 0;
  vm_region_submap_info_data_64_t info{};

  vm_address_t end() const noexcept { return start + size; }
};

inline vm_address_t start_of(const void* addr) noexcept { return reinterpret_cast<vm_address_t>(addr); }

// The first region that ends after `from`, submaps included. KERN_INVALID_ADDRESS if there is none.
inline kern_return_t find_region(vm_address_t from, vm_region& found) noexcept {
  constexpr natural_t deepest = 64;
  natural_t depth = deepest;
  auto count = VM_REGION_SUBMAP_INFO_COUNT_64;
  found.start = from;
  return os::vm_region_recurse_64(::mach_task_self(), &found.start, &found.size, &depth,
                                  reinterpret_cast<vm_region_recurse_info_t>(&found.info), &count);
}

// Calls visit(region) for the regions in [from, end). Returns true if all of them returned true and nothing between
// them is unmapped.
template <class Visit>
bool all_mapped(vm_address_t from, vm_address_t end, Visit visit) noexcept {
  while (from < end) {
    vm_region found;
    if (find_region(from, found) != KERN_SUCCESS || found.start > from || !visit(found)) return false;
    from = found.end();
  }
  return true;
}

}  // namespace mmapkit::backend
