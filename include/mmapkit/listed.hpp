// All types that have rows.
#pragma once

#include <mmapkit/advice.hpp>
#include <mmapkit/bsd_shared_memory.hpp>
#include <mmapkit/call.hpp>
#include <mmapkit/file_space.hpp>
#include <mmapkit/flags.hpp>
#include <mmapkit/lock.hpp>
#include <mmapkit/memory_notification.hpp>
#include <mmapkit/mremap.hpp>
#include <mmapkit/numa.hpp>
#include <mmapkit/process.hpp>
#include <mmapkit/protection_key.hpp>
#include <mmapkit/region.hpp>
#include <mmapkit/residency.hpp>
#include <mmapkit/shm.hpp>
#include <mmapkit/typed_memory.hpp>
#include <mmapkit/windows_memory.hpp>

namespace mmapkit {

// Calls visit.operator()<E>("name of E") for every type that has rows, in the order of the reference.
//
//     for_each_listed([]<class E>(const char* type) {
//       for (const auto& row : rows<E>) std::cout << type << "::" << row.name << '\n';
//     });
template <class Visit>
void for_each_listed(Visit visit) {
  visit.template operator()<open_flag>("open_flag");
  visit.template operator()<protection_flag>("protection_flag");
  visit.template operator()<mmap_flag>("mmap_flag");
  visit.template operator()<msync_flag>("msync_flag");
  visit.template operator()<advice>("advice");
  visit.template operator()<posix_advice>("posix_advice");
  visit.template operator()<lock_flag>("lock_flag");
  visit.template operator()<mlockall_flag>("mlockall_flag");
  visit.template operator()<mremap_flag>("mremap_flag");
  visit.template operator()<memfd_flag>("memfd_flag");
  visit.template operator()<seal_flag>("seal_flag");
  visit.template operator()<shm_flag>("shm_flag");
  visit.template operator()<shm_rename_flag>("shm_rename_flag");
  visit.template operator()<large_page_policy>("large_page_policy");
  visit.template operator()<page_state>("page_state");
  visit.template operator()<key_right>("key_right");
  visit.template operator()<file_advice>("file_advice");
  visit.template operator()<space_flag>("space_flag");
  visit.template operator()<range_sync_flag>("range_sync_flag");
  visit.template operator()<numa_policy>("numa_policy");
  visit.template operator()<numa_flag>("numa_flag");
  visit.template operator()<numa_move>("numa_move");
  visit.template operator()<page_category>("page_category");
  visit.template operator()<scan_flag>("scan_flag");
  visit.template operator()<typed_memory_flag>("typed_memory_flag");
  visit.template operator()<inherit>("inherit");
  visit.template operator()<process_rule>("process_rule");
  visit.template operator()<shadow_stack_flag>("shadow_stack_flag");
  visit.template operator()<section_flag>("section_flag");
  visit.template operator()<allocation_flag>("allocation_flag");
  visit.template operator()<free_flag>("free_flag");
  visit.template operator()<unmap_flag>("unmap_flag");
  visit.template operator()<offer_priority>("offer_priority");
  visit.template operator()<memory_condition>("memory_condition");
  visit.template operator()<call>("call");
}

}  // namespace mmapkit
