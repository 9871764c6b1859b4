#include <fcntl.h>

#include <cstdio>
#include <optional>

#include <mmapkit/flags/mmap_flag.hpp>

#include "backend/map_kind.hpp"
#include "backend/native_value.hpp"
#include "backend/system.hpp"
#include "kernel.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(mmap_flag flag) noexcept {
  switch (flag) {
    case mmap_flag::private_: return MAP_PRIVATE;
    case mmap_flag::shared: return MAP_SHARED;
    case mmap_flag::anonymous: return MAP_ANONYMOUS;
    case mmap_flag::no_reserve: return MAP_NORESERVE;
    case mmap_flag::locked: return MAP_LOCKED;
    case mmap_flag::grows_down: return MAP_GROWSDOWN;
    case mmap_flag::populate: return MAP_POPULATE;
    case mmap_flag::non_block: return MAP_NONBLOCK;
    case mmap_flag::fixed: return MAP_FIXED;
    case mmap_flag::stack: return MAP_STACK;
    case mmap_flag::huge_table: return MAP_HUGETLB;
    case mmap_flag::sync: return MAP_SYNC;
    case mmap_flag::no_replace: return MAP_FIXED_NOREPLACE;
    case mmap_flag::uninitialized: return MAP_UNINITIALIZED;
    case mmap_flag::shared_validate: return MAP_SHARED_VALIDATE;
    case mmap_flag::droppable: return MAP_DROPPABLE;
#ifdef __x86_64__  // what is defined on i686 too has no effect there
    case mmap_flag::low_2gb: return MAP_32BIT;
    case mmap_flag::above_4gb: return MAP_ABOVE4G;
#else
    case mmap_flag::low_2gb:
    case mmap_flag::above_4gb: return std::nullopt;
#endif
    case mmap_flag::huge_16kb:
    case mmap_flag::huge_64kb:
    case mmap_flag::huge_512kb:
    case mmap_flag::huge_1mb:
    case mmap_flag::huge_2mb:
    case mmap_flag::huge_8mb:
    case mmap_flag::huge_16mb:
    case mmap_flag::huge_32mb:
    case mmap_flag::huge_256mb:
    case mmap_flag::huge_512mb:
    case mmap_flag::huge_1gb:
    case mmap_flag::huge_2gb:
    case mmap_flag::huge_16gb: return huge_page_log2(flag) << MAP_HUGE_SHIFT;
    case mmap_flag::prefault_read:
    case mmap_flag::aligned_super:
    case mmap_flag::guard:
    case mmap_flag::no_sync:
    case mmap_flag::no_core:
    case mmap_flag::has_semaphore:
    case mmap_flag::no_cache:
    case mmap_flag::jit:
    case mmap_flag::resilient_codesign:
    case mmap_flag::resilient_media:
    case mmap_flag::tpro: return std::nullopt;
  }
  return std::nullopt;
}

namespace {

// Whether a page can be mapped with these flags.
bool can_map(int flags) noexcept {
  void* const page = os::mmap(nullptr, page_size(), PROT_NONE, MAP_ANONYMOUS | flags, -1, 0);
  if (page == MAP_FAILED) return false;
  os::munmap(page, page_size());
  return true;
}

bool has_huge_pages(std::uint32_t log2) noexcept {
  char path[64];
  std::snprintf(path, sizeof path, "/sys/kernel/mm/hugepages/hugepages-%llukB", (1ULL << log2) / 1024);
  return os::access(path, F_OK) == 0;
}

}  // namespace

// Not available where the kernel accepts the flag and ignores it (mmap(2)): MAP_STACK before 6.7, MAP_NORESERVE with
// overcommit_memory 2, MAP_UNINITIALIZED with an MMU, MAP_ABOVE4G before 6.6.
bool available(mmap_flag flag) noexcept {
  if (huge_page_log2(flag) != 0) return has_huge_pages(huge_page_log2(flag));
  switch (flag) {
    case mmap_flag::huge_table: return os::access("/sys/kernel/mm/hugepages", F_OK) == 0;
    case mmap_flag::stack: return kernel_is_at_least(6, 7);
    case mmap_flag::no_reserve: return first_number("/proc/sys/vm/overcommit_memory").value_or(0) != 2;
    case mmap_flag::sync:
    case mmap_flag::shared_validate: return kernel_is_at_least(4, 15);
    case mmap_flag::droppable: return can_map(MAP_DROPPABLE);
    case mmap_flag::above_4gb: return native_value(flag).has_value() && kernel_is_at_least(6, 6);
#ifndef __uClinux__
    case mmap_flag::uninitialized: return false;
#endif
    default: return native_value(flag).has_value();
  }
}

}  // namespace mmapkit::backend
