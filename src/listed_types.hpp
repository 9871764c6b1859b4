// Every type that has rows, once: X(type) is written out for each.
#pragma once

// clang-format off
#define MMAPKIT_LISTED_TYPES(X) \
  X(open_flag) X(protection_flag) X(mmap_flag) X(msync_flag) X(advice) X(posix_advice) X(lock_flag) \
  X(mlockall_flag) X(mremap_flag) X(memfd_flag) X(seal_flag) X(page_state) X(key_right) \
  X(file_advice) X(space_flag) X(range_sync_flag) X(numa_policy) X(numa_flag) X(numa_move) \
  X(page_category) X(scan_flag) X(typed_memory_flag) X(shm_flag) X(shm_rename_flag) X(large_page_policy) X(inherit) \
  X(process_rule) X(shadow_stack_flag) X(section_flag) X(allocation_flag) X(free_flag) X(unmap_flag) \
  X(offer_priority) X(memory_condition) X(call)
// clang-format on
