#include <optional>

#include <mmapkit/flags/call.hpp>

#include "backend/native_value.hpp"
#include "dynamic_functions.hpp"
#include "probes.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(call) noexcept { return std::nullopt; }

bool available(call what) noexcept {
  switch (what) {
    case call::open:
    case call::stat:
    case call::close:
    case call::view:
    case call::mmap:
    case call::munmap:
    case call::mprotect:
    case call::msync:
    case call::write_through:
    case call::sync_directory_entry:
    case call::load:
    case call::duplicate:
    case call::lock_file:
    case call::unlock_file:
    case call::replace_file:
    case call::mlock:
    case call::munlock:
    case call::mlock2:
    case call::madvise:
    case call::posix_madvise:
    case call::mincore:
    case call::lock_limit:
    case call::shm_open:
    case call::fallocate:
    case call::node_of:
    case call::regions:
    case call::virtual_alloc:
    case call::virtual_free:
    case call::unmap_view:
    case call::reset_memory:
    case call::written_pages:
    case call::fetch_and_reset_written_pages:
    case call::reset_written_pages:
    case call::memory_notification:
    case call::memory_condition_holds:
    case call::lock_mutex:
    case call::unlock_mutex: return true;
    case call::offer_memory: return dynamic().offer_virtual_memory != nullptr;
    case call::reclaim_memory: return dynamic().reclaim_virtual_memory != nullptr;
    case call::discard_memory: return dynamic().discard_virtual_memory != nullptr;
    case call::undo_reset: return supports_undo_reset();
    case call::set_valid_call_targets:
      return dynamic().set_process_valid_call_targets != nullptr && has_control_flow_guard();
    case call::allocate_physical_pages:
    case call::map_physical_pages:
    case call::unmap_physical_pages:
    case call::free_physical_pages: return supports_physical_pages();
    case call::register_bad_memory_notification: return dynamic().register_bad_memory_notification != nullptr;
    case call::unregister_bad_memory_notification: return dynamic().unregister_bad_memory_notification != nullptr;
    case call::memory_error_handling: return dynamic().get_memory_error_handling_capabilities != nullptr;
    case call::mlockall:
    case call::munlockall:
    case call::process_madvise:
    case call::cachestat:
    case call::mremap:
    case call::shm_open2:
    case call::shm_rename:
    case call::shm_create_largepage:
    case call::shm_mkstemp:
    case call::shm_unlink:
    case call::memfd_create:
    case call::memfd_secret:
    case call::add_seals:
    case call::get_seals:
    case call::pkey_alloc:
    case call::pkey_free:
    case call::pkey_mprotect:
    case call::pkey_get:
    case call::pkey_set:
    case call::mseal:
    case call::posix_fadvise:
    case call::read_ahead:
    case call::sync_file_range:
    case call::mbind:
    case call::set_mempolicy:
    case call::get_mempolicy:
    case call::set_mempolicy_home_node:
    case call::allowed_nodes:
    case call::move_pages:
    case call::find_nodes:
    case call::migrate_pages:
    case call::find_region_usage:
    case call::scan_pages:
    case call::posix_typed_mem_open:
    case call::posix_typed_mem_get_info:
    case call::posix_mem_offset:
    case call::minherit:
    case call::mquery:
    case call::set_process_control:
    case call::name_region:
    case call::map_shadow_stack:
    case call::wait_on_address:
    case call::notify_one:
    case call::notify_all: return false;
  }
  return false;
}

}  // namespace mmapkit::backend
