// The names of flags, in one text and back.
#include <string>

#include "../support/support.hpp"

using namespace mmapkit;

namespace {

// All flags of a type, two at a time; those of one field, as sizes, are no two.
template <class Flag>
void check_pairs() {
  for (const auto& one : rows<Flag>)
    for (const auto& other : rows<Flag>) {
      const auto both = one.flag | other.flag;
      const auto text = to_string(both);
      CAPTURE(text);
      CHECK(from_string<Flag>(text) == both);
      if (both == one.flag || both == other.flag) continue;
      CHECK(text.find('|') != std::string::npos);
    }
}

}  // namespace

TEST_CASE("two flags of one type are written with a bar between, and read again") {
  check_pairs<allocation_flag>();
  check_pairs<fallocate_mode>();
  check_pairs<free_flag>();
  check_pairs<key_right>();
  check_pairs<lock_flag>();
  check_pairs<mlockall_flag>();
  check_pairs<mremap_flag>();
  check_pairs<msync_flag>();
  check_pairs<numa_flag>();
  check_pairs<numa_move>();
  check_pairs<open_flag>();
  check_pairs<page_category>();
  check_pairs<page_state>();
  check_pairs<protection_flag>();
  check_pairs<range_sync_flag>();
  check_pairs<scan_flag>();
  check_pairs<seal_flag>();
  check_pairs<section_flag>();
  check_pairs<shadow_stack_flag>();
  check_pairs<shm_flag>();
  check_pairs<shm_rename_flag>();
  check_pairs<typed_memory_flag>();
  check_pairs<unmap_flag>();
}
