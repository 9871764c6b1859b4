/// \file
/// All types that have rows.
#pragma once

#include <mmapkit/flags/advice.hpp>
#include <mmapkit/flags/allocation_flag.hpp>
#include <mmapkit/flags/call.hpp>
#include <mmapkit/flags/fallocate_mode.hpp>
#include <mmapkit/flags/file_advice.hpp>
#include <mmapkit/flags/free_flag.hpp>
#include <mmapkit/flags/inherit.hpp>
#include <mmapkit/flags/key_right.hpp>
#include <mmapkit/flags/large_page_policy.hpp>
#include <mmapkit/flags/lock_flag.hpp>
#include <mmapkit/flags/memfd_flag.hpp>
#include <mmapkit/flags/memory_condition.hpp>
#include <mmapkit/flags/mlockall_flag.hpp>
#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/mremap_flag.hpp>
#include <mmapkit/flags/msync_flag.hpp>
#include <mmapkit/flags/numa_flag.hpp>
#include <mmapkit/flags/numa_move.hpp>
#include <mmapkit/flags/numa_policy.hpp>
#include <mmapkit/flags/offer_priority.hpp>
#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/page_category.hpp>
#include <mmapkit/flags/page_state.hpp>
#include <mmapkit/flags/posix_advice.hpp>
#include <mmapkit/flags/process_control.hpp>
#include <mmapkit/flags/protection_flag.hpp>
#include <mmapkit/flags/range_sync_flag.hpp>
#include <mmapkit/flags/scan_flag.hpp>
#include <mmapkit/flags/seal_flag.hpp>
#include <mmapkit/flags/section_flag.hpp>
#include <mmapkit/flags/shadow_stack_flag.hpp>
#include <mmapkit/flags/shm_flag.hpp>
#include <mmapkit/flags/shm_rename_flag.hpp>
#include <mmapkit/flags/typed_memory_flag.hpp>
#include <mmapkit/flags/unmap_flag.hpp>

namespace mmapkit {

/// Calls `visit.operator()<E>("name of E")` for every type that has rows, in the order of the reference.
///
/// \par Example
/// \code{.cpp}
/// for_each_listed([]<class E>(const char* type) {
///   for (const auto& row : rows<E>) std::cout << type << "::" << row.name << '\n';
/// });
/// \endcode
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
  visit.template operator()<fallocate_mode>("fallocate_mode");
  visit.template operator()<range_sync_flag>("range_sync_flag");
  visit.template operator()<numa_policy>("numa_policy");
  visit.template operator()<numa_flag>("numa_flag");
  visit.template operator()<numa_move>("numa_move");
  visit.template operator()<page_category>("page_category");
  visit.template operator()<scan_flag>("scan_flag");
  visit.template operator()<typed_memory_flag>("typed_memory_flag");
  visit.template operator()<inherit>("inherit");
  visit.template operator()<process_control>("process_control");
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
