// An object that is assigned to itself is as it was.
#include <utility>

#include "../support/support.hpp"

using namespace mmapkit;

namespace {

template <class Memory>
void check_assigned_to_itself(Memory memory) {
  const void* const before = std::as_const(memory).data();
  REQUIRE(support::is_mapped(before));
  auto& same = memory;
  memory = std::move(same);
  CHECK(std::as_const(memory).data() == before);
  CHECK(support::is_mapped(before));
}

}  // namespace

TEST_CASE("memory that is assigned to itself stays mapped") {
  check_assigned_to_itself(mapping{support::anonymous(page_size())});
  check_assigned_to_itself(allocate(page_size()));
  check_assigned_to_itself(mirrored_buffer{page_size()});
  check_assigned_to_itself(freezable{page_size()});
  check_assigned_to_itself(shared_memory::anonymous(page_size()));
  std::error_code error;
  dual_mapping code{page_size(), error};
  if (error) return;  // this system forbids it
  const auto size = code.size();
  auto& same = code;
  code = std::move(same);
  CHECK(code.size() == size);
}

TEST_CASE("a snapshot that is assigned to itself keeps its content") {
  if (!supported(call::mremap)) return;  // macOS freezes nothing
  freezable memory{page_size()};
  memory.writable_bytes()[0] = std::byte{1};
  auto kept = memory.freeze();
  auto& same = kept;
  kept = std::move(same);
  memory.writable_bytes()[0] = std::byte{2};
  CHECK(kept.bytes()[0] == std::byte{1});
}
