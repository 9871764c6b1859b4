// The flags of open, mmap, mprotect and msync.
#include <sys/auxv.h>
#include <unistd.h>

#include "../bits.hpp"
#include "kernel.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

mark system() noexcept { return mark::linux_; }

std::optional<std::uint32_t> native_value(open_flag flag) noexcept {
  switch (flag) {
    case open_flag::read: return O_RDONLY;
    case open_flag::write: return O_RDWR;
    case open_flag::create: return O_CREAT;
    case open_flag::ensure_create: return O_CREAT | O_EXCL;
    case open_flag::truncate: return O_TRUNC;
    case open_flag::direct: return O_DIRECT;
    case open_flag::file_sync: return O_SYNC;
    case open_flag::data_sync: return O_DSYNC;
    case open_flag::dont_claim_tty: return O_NOCTTY;
    case open_flag::non_block: return O_NONBLOCK;
    case open_flag::no_follow: return O_NOFOLLOW;
    case open_flag::async: return O_ASYNC;
    case open_flag::directory: return O_DIRECTORY;
    case open_flag::large_file: return 0;  // off_t has 64 bits, and open(2) says so itself
    case open_flag::no_atime: return O_NOATIME;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(protection_flag flag) noexcept {
  switch (flag) {
    case protection_flag::none: return PROT_NONE;
    case protection_flag::read: return PROT_READ;
    case protection_flag::write: return PROT_WRITE;
    case protection_flag::exec: return PROT_EXEC;
    case protection_flag::sem: return PROT_SEM;
    case protection_flag::grows_down: return PROT_GROWSDOWN;
    case protection_flag::grows_up: return PROT_GROWSUP;
#ifdef PROT_SAO
    case protection_flag::strong_order: return PROT_SAO;
#else
    case protection_flag::strong_order: return std::nullopt;
#endif
#ifdef PROT_BTI
    case protection_flag::bti: return PROT_BTI;
#else
    case protection_flag::bti: return std::nullopt;
#endif
#ifdef PROT_MTE
    case protection_flag::memory_tags: return PROT_MTE;
#else
    case protection_flag::memory_tags: return std::nullopt;
#endif
#ifdef PROT_ADI
    case protection_flag::adi: return PROT_ADI;
#else
    case protection_flag::adi: return std::nullopt;
#endif
    case protection_flag::max_read:
    case protection_flag::max_write:
    case protection_flag::max_exec:
    case protection_flag::guard_once:
    case protection_flag::no_cache:
    case protection_flag::write_combine:
    case protection_flag::cfg_targets_invalid:
    case protection_flag::cfg_targets_no_update:
    case protection_flag::revert_to_file: return std::nullopt;
  }
  return std::nullopt;
}

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

std::optional<std::uint32_t> native_value(msync_flag flag) noexcept {
  switch (flag) {
    case msync_flag::sync: return MS_SYNC;
    case msync_flag::async: return MS_ASYNC;
    case msync_flag::invalidate: return MS_INVALIDATE;
    case msync_flag::kill_pages:
    case msync_flag::deactivate: return std::nullopt;
  }
  return std::nullopt;
}

bool available(open_flag /*flag*/) noexcept { return true; }

bool available(msync_flag flag) noexcept { return native_value(flag).has_value(); }

namespace {

#ifdef __aarch64__
constexpr unsigned long has_bti = 1UL << 17;  // HWCAP2_BTI
constexpr unsigned long has_mte = 1UL << 18;  // HWCAP2_MTE
#endif

// Whether one page can be mapped so; it is unmapped again.
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

// PROT_GROWSUP needs a stack that grows so.
bool available(protection_flag flag) noexcept {
#ifdef __aarch64__
  if (flag == protection_flag::bti) return (::getauxval(AT_HWCAP2) & has_bti) != 0;
  if (flag == protection_flag::memory_tags) return (::getauxval(AT_HWCAP2) & has_mte) != 0;
#endif
#ifndef __hppa__
  if (flag == protection_flag::grows_up) return false;
#endif
  return native_value(flag).has_value();
}

// Where the kernel would accept a flag and do nothing, it is not offered (mmap(2)): MAP_STACK before 6.7, MAP_NORESERVE
// while memory is accounted strictly, MAP_UNINITIALIZED with an MMU, MAP_ABOVE4G before 6.6.
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
