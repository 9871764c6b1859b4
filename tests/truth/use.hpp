// For each type the public call that takes it, used in a way that no system call would accept.
#pragma once

#include <atomic>
#include <mmapkit/calls/wait_on_address.hpp>
#include <mmapkit/interprocess_mutex.hpp>

#include "../support/support.hpp"

namespace truth {

using namespace mmapkit;

// The first page is mapped nowhere, and no file is open by this name.
inline void* const nowhere = nullptr;
inline constexpr std::size_t some = 4096;
inline constexpr std::uintptr_t frames[] = {0};
inline const std::atomic<std::uint32_t> other_word{1};  // than 0

template <listed E>
struct usage;

#define USAGE(Type, its_call)                                             \
  template <>                                                             \
  struct usage<Type> {                                                    \
    static constexpr call by(Type /*flag*/) noexcept { return its_call; } \
    static void with(Type flag);                                          \
  };                                                                      \
  inline void usage<Type>::with(Type flag)

USAGE(open_flag, call::mmap) { static_cast<void>(mmap("no-such-file", {.open = open_flag::read | flag})); }
USAGE(protection_flag, call::mprotect) { mprotect(nowhere, some, flag); }
USAGE(mmap_flag, call::mmap) { static_cast<void>(mmap("no-such-file", {.mmap = mmap_flag::private_ | flag})); }
USAGE(msync_flag, call::msync) { msync(nowhere, some, msync_flag::sync | flag); }
USAGE(advice, call::madvise) {
  if (discards(flag))
    madvise(nowhere, some, discarding{flag});
  else
    madvise(nowhere, some, flag);
}
USAGE(posix_advice, call::posix_madvise) { posix_madvise(nowhere, some, flag); }
USAGE(lock_flag, call::mlock2) { mlock2(nowhere, some, flag); }
USAGE(mlockall_flag, call::mlockall) { mlockall(flag); }
USAGE(mremap_flag, call::mremap) { mremap(nowhere, some, some, mremap_flag::may_move | flag); }
USAGE(memfd_flag, call::memfd_create) { static_cast<void>(memfd_create(std::string(250, 'x'), flag)); }
USAGE(seal_flag, call::add_seals) { add_seals(no_handle, flag); }
USAGE(page_state, call::mincore) { static_cast<void>(flag); }
USAGE(key_right, call::pkey_alloc) { static_cast<void>(pkey_alloc(flag)); }
USAGE(file_advice, call::posix_fadvise) { posix_fadvise(no_handle, 0, 0, flag); }
USAGE(fallocate_mode, call::fallocate) { fallocate(no_handle, flag, 0, some); }
USAGE(range_sync_flag, call::sync_file_range) { sync_file_range(no_handle, 0, 0, flag); }
USAGE(numa_policy, call::mbind) { mbind(nowhere, some, flag); }
USAGE(numa_flag, call::mbind) { mbind(nowhere, some, numa_policy::default_, {}, flag); }
USAGE(numa_move, call::mbind) { mbind(nowhere, some, numa_policy::default_, {}, numa_flag::none, flag); }
USAGE(page_category, call::scan_pages) { static_cast<void>(scan_pages(nowhere, some, flag)); }
USAGE(scan_flag, call::scan_pages) { static_cast<void>(scan_pages(nowhere, some, page_category::present, flag)); }
USAGE(shm_flag, call::shm_open2) { static_cast<void>(shm_open2("/none", open_flag::read, flag)); }
USAGE(shm_rename_flag, call::shm_rename) { shm_rename("/none", "/no-such-name", flag); }
USAGE(large_page_policy, call::shm_create_largepage) {
  static_cast<void>(shm_create_largepage("/none", open_flag::read, 1, flag));
}
USAGE(typed_memory_flag, call::posix_typed_mem_open) {
  static_cast<void>(posix_typed_mem_open("/none", open_flag::read, flag));
}
USAGE(inherit, call::minherit) { minherit(nowhere, some, flag); }
USAGE(process_control, call::set_process_control) { set_process_control(flag); }
USAGE(shadow_stack_flag, call::map_shadow_stack) { static_cast<void>(map_shadow_stack(nowhere, 0, flag)); }
USAGE(section_flag, call::mmap) { static_cast<void>(mmap("no-such-file", {.section = flag})); }
USAGE(allocation_flag, call::mmap) { static_cast<void>(mmap("no-such-file", {.allocation = flag})); }
USAGE(free_flag, call::virtual_free) { virtual_free(nowhere, some, flag); }
USAGE(unmap_flag, call::unmap_view) { unmap_view(nowhere, flag); }
USAGE(offer_priority, call::offer_memory) { offer_memory(nowhere, some, flag); }
USAGE(memory_condition, call::memory_notification) { static_cast<void>(memory_notification(flag)); }

#undef USAGE

inline void view_nothing() {
  mapping nothing;
  static_cast<void>(nothing.writable_bytes());
}

// The calls themselves.
inline void use(call what) {
  switch (what) {
    case call::open:
    case call::stat:
    case call::close:
    case call::mmap: static_cast<void>(mmap("no-such-file")); break;
    case call::view: view_nothing(); break;
    case call::munmap: munmap(nowhere, 0); break;
    case call::mprotect: mprotect(nowhere, some, protection_flag::read); break;
    case call::msync: msync(nowhere, some, msync_flag::sync); break;
    case call::mlock: mlock(nowhere, some); break;
    case call::munlock: munlock(nowhere, some); break;
    case call::mlock2: mlock2(nowhere, some, lock_flag::on_fault); break;
    case call::mlockall: mlockall(mlockall_flag::current); break;
    case call::munlockall: munlockall(); break;
    case call::write_through: mapping{}.write_through(0, {}); break;
    case call::sync_directory_entry: sync_directory_entry("."); break;
    case call::load: static_cast<void>(load(".")); break;
    case call::duplicate: static_cast<void>(file::duplicate(no_handle)); break;
    case call::lock_file: file{}.lock(); break;
    case call::unlock_file: file{}.unlock(); break;
    case call::replace_file: replace_file("no-such-folder/file", std::string_view{}); break;
    case call::lock_limit: static_cast<void>(lock_limit()); break;
    case call::madvise: madvise(nowhere, some, advice::normal); break;
    case call::posix_madvise: posix_madvise(nowhere, some, posix_advice::normal); break;
    case call::process_madvise: process_madvise(no_handle, {}, advice::cold); break;
    case call::mincore: mincore(nowhere, some, {}); break;
    case call::cachestat: static_cast<void>(cachestat(no_handle)); break;
    case call::mremap: mremap(nowhere, some, some, mremap_flag::none); break;
    case call::shm_open: static_cast<void>(shm_open("/no-such-memory", open_flag::read)); break;
    case call::shm_unlink: mmapkit::shm_unlink("/no-such-memory"); break;
    case call::shm_open2: static_cast<void>(shm_open2("/no-such-memory", open_flag::read, shm_flag::none)); break;
    case call::shm_rename: shm_rename("/no-such-memory", "/no-such-name"); break;
    case call::shm_create_largepage: static_cast<void>(shm_create_largepage("/none", open_flag::read, 1)); break;
    case call::shm_mkstemp: {
      std::string name = "/none";
      static_cast<void>(shm_mkstemp(name));
      break;
    }
    case call::memfd_create: static_cast<void>(memfd_create("truth")); break;
    case call::memfd_secret: static_cast<void>(memfd_secret()); break;
    case call::add_seals: add_seals(no_handle, seal_flag::seal); break;
    case call::get_seals: static_cast<void>(get_seals(no_handle)); break;
    case call::pkey_alloc: static_cast<void>(pkey_alloc()); break;
    case call::pkey_free: pkey_free(1); break;
    case call::pkey_mprotect: pkey_mprotect(nowhere, some, protection_flag::read, -1); break;
    case call::pkey_get: static_cast<void>(mmapkit::pkey_get(0)); break;
    case call::pkey_set: mmapkit::pkey_set(0, key_right::none); break;
    case call::mseal: mseal(nowhere, some); break;
    case call::posix_fadvise: posix_fadvise(no_handle, 0, 0, file_advice::normal); break;
    case call::read_ahead: read_ahead(no_handle, 0, 0); break;
    case call::fallocate: fallocate(no_handle, fallocate_mode::allocate, 0, some); break;
    case call::sync_file_range: sync_file_range(no_handle, 0, 0, range_sync_flag::write); break;
    case call::mbind: mbind(nowhere, some, numa_policy::default_); break;
    case call::set_mempolicy: set_mempolicy(numa_policy::default_); break;
    case call::get_mempolicy: static_cast<void>(get_mempolicy()); break;
    case call::node_of: static_cast<void>(node_of(&what)); break;
    case call::set_mempolicy_home_node: set_mempolicy_home_node(nowhere, some, 0); break;
    case call::allowed_nodes: static_cast<void>(allowed_nodes()); break;
    case call::move_pages: {
      page_status places[] = {{nowhere}};
      move_pages(places);
      break;
    }
    case call::find_nodes: {
      page_status places[] = {{nowhere}};
      find_nodes(places);
      break;
    }
    case call::migrate_pages: static_cast<void>(migrate_pages({}, {})); break;
    case call::regions: static_cast<void>(regions()); break;
    case call::find_region_usage: static_cast<void>(find_region_usage(nowhere)); break;
    case call::scan_pages: static_cast<void>(scan_pages(nowhere, some, page_category::present)); break;
    case call::posix_typed_mem_open:
      static_cast<void>(posix_typed_mem_open("/none", open_flag::read, typed_memory_flag::allocate));
      break;
    case call::posix_typed_mem_get_info: static_cast<void>(posix_typed_mem_get_info(no_handle)); break;
    case call::posix_mem_offset: static_cast<void>(posix_mem_offset(nowhere, some)); break;
    case call::minherit: minherit(nowhere, some, inherit::share); break;
    case call::mquery: static_cast<void>(mquery(nowhere, some)); break;
    case call::set_process_control: set_process_control(process_control::thp_enable); break;
    case call::name_region: name_region(nowhere, some, "truth"); break;
    case call::map_shadow_stack: static_cast<void>(map_shadow_stack(nowhere, some)); break;
    case call::virtual_alloc: virtual_alloc(nowhere, some, allocation_flag::none, protection_flag::none); break;
    case call::virtual_free: virtual_free(nowhere, some, free_flag::decommit); break;
    case call::unmap_view: unmap_view(nowhere); break;
    case call::offer_memory: offer_memory(nowhere, some, offer_priority::low); break;
    case call::reclaim_memory: static_cast<void>(reclaim_memory(nowhere, some)); break;
    case call::discard_memory: discard_memory(nowhere, some); break;
    case call::reset_memory: reset_memory(nowhere, some); break;
    case call::undo_reset: static_cast<void>(undo_reset(nowhere, some)); break;
    case call::written_pages: static_cast<void>(written_pages(nowhere, some)); break;
    case call::fetch_and_reset_written_pages: static_cast<void>(fetch_and_reset_written_pages(nowhere, some)); break;
    case call::reset_written_pages: reset_written_pages(nowhere, some); break;
    case call::set_valid_call_targets: set_valid_call_targets(nowhere, some, {}); break;
    case call::allocate_physical_pages: static_cast<void>(allocate_physical_pages(1)); break;
    case call::map_physical_pages: map_physical_pages(nowhere, frames); break;
    case call::unmap_physical_pages: unmap_physical_pages(nowhere, some); break;
    case call::free_physical_pages: free_physical_pages(frames); break;
    case call::memory_notification: static_cast<void>(memory_notification(memory_condition::low)); break;
    case call::memory_condition_holds: static_cast<void>(memory_condition_holds(no_handle)); break;
    case call::register_bad_memory_notification: static_cast<void>(register_bad_memory_notification([] {})); break;
    case call::unregister_bad_memory_notification: unregister_bad_memory_notification(nowhere); break;
    case call::memory_error_handling: static_cast<void>(memory_error_handling()); break;
    case call::wait_on_address: wait_on_address(other_word, 0); break;
    case call::notify_one: notify_one(other_word); break;
    case call::notify_all: notify_all(other_word); break;
    case call::lock_mutex: interprocess_mutex{}.lock(); break;
    case call::unlock_mutex: interprocess_mutex{}.unlock(); break;
  }
}

template <>
struct usage<call> {
  static constexpr call by(call what) noexcept { return what; }
  static void with(call what) { use(what); }
};

// Where the kernel lacks a call that the platform has, two of them answer in words of their own, as their headers say.
inline bool may_be_refused_otherwise(call what, const std::error_code& code) {
  if (what == call::name_region) return code == std::errc::invalid_argument;
  const bool is_key = what == call::pkey_alloc || what == call::pkey_free;
  return is_key && (code == std::errc::invalid_argument || code == std::errc::no_space_on_device ||
                    code == std::errc::operation_not_permitted);  // the last on POWER
}

}  // namespace truth
