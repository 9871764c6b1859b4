// System calls by their numbers.
#include <cerrno>
#include <optional>

#include <mmapkit/flags/call.hpp>
#include <mmapkit/flags/page_category.hpp>

#include "backend/native_value.hpp"
#include "key_register.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(call what) noexcept {
  switch (what) {
    case call::open: return SYS_openat;
    case call::stat:
#ifdef SYS_fstat64
      return SYS_fstat64;
#else
      return SYS_fstat;
#endif
    case call::close: return SYS_close;
    case call::mmap:
#ifdef SYS_mmap2
      return SYS_mmap2;
#else
      return SYS_mmap;
#endif
    case call::munmap: return SYS_munmap;
    case call::mprotect: return SYS_mprotect;
    case call::msync: return SYS_msync;
    case call::write_through: return SYS_pwritev2;
    case call::sync_directory_entry: return SYS_fsync;
    case call::load: return SYS_pread64;
    case call::replace_file:
#ifdef SYS_rename
      return SYS_rename;
#elif defined SYS_renameat
      return SYS_renameat;
#else
      return SYS_renameat2;
#endif
    case call::mlock: return SYS_mlock;
    case call::munlock: return SYS_munlock;
    case call::mlock2: return SYS_mlock2;
    case call::mlockall: return SYS_mlockall;
    case call::munlockall: return SYS_munlockall;
    case call::lock_limit: return SYS_prlimit64;
    case call::madvise: return SYS_madvise;
    case call::posix_madvise: return SYS_madvise;
    case call::process_madvise: return SYS_process_madvise;
    case call::mincore: return SYS_mincore;
    case call::cachestat: return SYS_cachestat;
    case call::mremap: return SYS_mremap;
    case call::memfd_create: return SYS_memfd_create;
    case call::memfd_secret: return SYS_memfd_secret;
    case call::duplicate:
    case call::lock_file:
    case call::unlock_file:
    case call::add_seals:
    case call::get_seals:
#ifdef SYS_fcntl64
      return SYS_fcntl64;
#else
      return SYS_fcntl;
#endif
    case call::pkey_alloc: return SYS_pkey_alloc;
    case call::pkey_free: return SYS_pkey_free;
    case call::pkey_mprotect: return SYS_pkey_mprotect;
    case call::mseal: return SYS_mseal;
    case call::posix_fadvise:
#if defined(SYS_fadvise64_64)
      return SYS_fadvise64_64;
#elif defined(SYS_arm_fadvise64_64)
      return SYS_arm_fadvise64_64;
#else
      return SYS_fadvise64;
#endif
    case call::read_ahead: return SYS_readahead;
    case call::fallocate: return SYS_fallocate;
    case call::sync_file_range:
#ifdef SYS_sync_file_range
      return SYS_sync_file_range;
#else
      return SYS_sync_file_range2;
#endif
    case call::mbind: return SYS_mbind;
    case call::set_mempolicy: return SYS_set_mempolicy;
    case call::get_mempolicy:
    case call::allowed_nodes:
    case call::node_of: return SYS_get_mempolicy;
    case call::move_pages:
    case call::find_nodes: return SYS_move_pages;
    case call::migrate_pages: return SYS_migrate_pages;
    case call::set_mempolicy_home_node: return SYS_set_mempolicy_home_node;
    case call::scan_pages: return SYS_ioctl;
    case call::set_process_control:
    case call::name_region: return SYS_prctl;
    case call::map_shadow_stack: return SYS_map_shadow_stack;
    case call::wait_on_address:
    case call::notify_one:
    case call::notify_all: return SYS_futex;
    case call::pkey_get:
    case call::pkey_set:  // instructions of the processor
    case call::view:
    case call::shm_open:
    case call::shm_unlink:
    case call::shm_open2:
    case call::shm_rename:
    case call::shm_create_largepage:
    case call::shm_mkstemp:
    case call::regions:
    case call::find_region_usage:
    case call::posix_typed_mem_open:
    case call::posix_typed_mem_get_info:
    case call::posix_mem_offset:
    case call::minherit:
    case call::mquery:
    case call::virtual_alloc:
    case call::virtual_free:
    case call::unmap_view:
    case call::offer_memory:
    case call::reclaim_memory:
    case call::discard_memory:
    case call::reset_memory:
    case call::undo_reset:
    case call::written_pages:
    case call::fetch_and_reset_written_pages:
    case call::reset_written_pages:
    case call::set_valid_call_targets:
    case call::allocate_physical_pages:
    case call::map_physical_pages:
    case call::unmap_physical_pages:
    case call::free_physical_pages:
    case call::memory_notification:
    case call::memory_condition_holds:
    case call::register_bad_memory_notification:
    case call::unregister_bad_memory_notification:
    case call::memory_error_handling:
    case call::lock_mutex:
    case call::unlock_mutex: return std::nullopt;
  }
  return std::nullopt;
}

namespace {

// Makes a system call with arguments that it refuses: any error but ENOSYS, and EPERM of a seccomp filter, shows that
// this process may make it.
template <class... Arguments>
bool answers(long number, Arguments... arguments) noexcept {
  return os::syscall(number, arguments...) != -1 || (errno != ENOSYS && errno != EPERM);
}

constexpr unsigned long no_such_flag = 0x40000000;

// They need the processor too: allocating a key and freeing it is the only reliable test.
bool has_protection_keys() noexcept {
  const long key = os::syscall(SYS_pkey_alloc, 0UL, 0UL);
  if (key != -1) os::syscall(SYS_pkey_free, key);
  return key != -1;
}

// EOPNOTSUPP: the processor has no shadow stacks. ENOSYS: the kernel.
bool can_map_shadow_stack() noexcept {
  return answers(SYS_map_shadow_stack, nullptr, 0UL, no_such_flag) && errno != EOPNOTSUPP;
}

// With length 0 this succeeds if the kernel was built with CONFIG_ANON_VMA_NAME.
bool can_name_regions() noexcept {
  return os::prctl(PR_SET_VMA, static_cast<unsigned long>(PR_SET_VMA_ANON_NAME), 0UL, 0UL, nullptr) == 0;
}

}  // namespace

bool available(call what) noexcept {
  switch (what) {
    case call::mlock2: return answers(SYS_mlock2, nullptr, 0UL, no_such_flag);
    case call::process_madvise: return answers(SYS_process_madvise, -1, nullptr, 0UL, 0, no_such_flag);
    case call::cachestat: return answers(SYS_cachestat, -1, nullptr, nullptr, no_such_flag);
    case call::memfd_create: return answers(SYS_memfd_create, nullptr, no_such_flag);
    case call::memfd_secret: return answers(SYS_memfd_secret, no_such_flag);
    case call::pkey_alloc:
    case call::pkey_free: return has_protection_keys();
    case call::pkey_get:
    case call::pkey_set: return has_key_register();
    case call::pkey_mprotect: return answers(SYS_pkey_mprotect, nullptr, 1UL, 0UL, -1);
    case call::mseal: return answers(SYS_mseal, nullptr, 0UL, no_such_flag);
    case call::mbind: return answers(SYS_mbind, nullptr, 0UL, 0xffUL, nullptr, 0UL, 0UL);
    case call::set_mempolicy: return answers(SYS_set_mempolicy, 0xff, nullptr, 0UL);
    case call::get_mempolicy:
    case call::allowed_nodes:
    case call::node_of: return answers(SYS_get_mempolicy, nullptr, nullptr, 0UL, nullptr, no_such_flag);
    case call::set_mempolicy_home_node: return answers(SYS_set_mempolicy_home_node, nullptr, 0UL, 0UL, no_such_flag);
    case call::move_pages:
    case call::find_nodes: return answers(SYS_move_pages, -1, 0UL, nullptr, nullptr, nullptr, no_such_flag);
    case call::migrate_pages: return answers(SYS_migrate_pages, -1, 0UL, nullptr, nullptr);
    case call::scan_pages: return available(page_category::present);
    case call::map_shadow_stack: return can_map_shadow_stack();
    case call::name_region: return can_name_regions();
    default: return true;
  }
}

}  // namespace mmapkit::backend
