// What an object holds is given back when another is assigned to it, and what it is given is its own.
#include <utility>

#include "../support/support.hpp"

using namespace mmapkit;

namespace {

// Both are alive while they are assigned: the addresses cannot be the same.
template <class Memory>
void check_assignment(Memory to, Memory from) {
  const void* const old = to.data();
  const void* const kept = from.data();
  REQUIRE(old != kept);
  REQUIRE(support::is_mapped(old));
  to = std::move(from);
  CHECK_FALSE(support::is_mapped(old));
  CHECK(support::is_mapped(kept));
  CHECK(to.data() == kept);
  CHECK_FALSE(from);  // NOLINT(bugprone-use-after-move): that it is empty is what is asked
  to = Memory{};
  CHECK_FALSE(support::is_mapped(kept));
}

}  // namespace

TEST_CASE("mapping: assigning unmaps what was held") {
  check_assignment(mapping{support::anonymous(100)}, mapping{support::anonymous(100)});
}

TEST_CASE("allocation: assigning unmaps what was held") { check_assignment(allocate(100), allocate(100)); }

TEST_CASE("reservation: assigning unmaps what was held") {
  const auto committed = [] {  // addresses alone are not mapped everywhere
    reservation made{page_size()};
    made.commit(0, page_size(), support::read_write);
    return made;
  };
  check_assignment(committed(), committed());
}

TEST_CASE("shared_memory: assigning unmaps what was held") {
  check_assignment(shared_memory::anonymous(100), shared_memory::anonymous(100));
}

TEST_CASE("sealed_memory: assigning unmaps what was held") {
  if (!supported(memfd_flag::allow_sealing)) return;
  check_assignment(sealed_memory{std::size_t{100}}, sealed_memory{std::size_t{100}});
}

TEST_CASE("mirrored_buffer: assigning unmaps what was held") {
  check_assignment(mirrored_buffer{page_size()}, mirrored_buffer{page_size()});
}

TEST_CASE("dual_mapping: assigning unmaps both views of what was held") {
  if (!supported(protection_flag::exec)) return;
  const auto before = support::mapped_regions();
  {
    dual_mapping to{page_size()};
    const auto* const old = to.code().data();
    dual_mapping from{page_size()};
    const auto* const kept = from.code().data();
    to = std::move(from);
    CHECK_FALSE(support::is_mapped(old));
    CHECK(to.code().data() == kept);
    CHECK(support::is_mapped(kept));
    CHECK(support::mapped_regions() <= before + 2 + support::region_noise);
  }
  CHECK(support::mapped_regions() <= before + support::region_noise);
}

TEST_CASE("freezable: assigning unmaps what was held, and its snapshots stay") {
  freezable to{page_size()};
  to.writable_bytes()[0] = std::byte{1};
  const auto taken = to.freeze();
  const auto* const old = to.data();
  freezable from{page_size()};
  const auto* const kept = from.data();
  to = std::move(from);
  CHECK_FALSE(support::is_mapped(old));
  CHECK(to.data() == kept);
  CHECK(taken.bytes()[0] == std::byte{1});
}

TEST_CASE("growable: assigning unmaps what was held") {
  growable<int> to{1000};
  to.push_back(1);
  const auto* const old = to.data();
  growable<int> from{1000};
  from.push_back(2);
  to = std::move(from);
  CHECK_FALSE(support::is_mapped(old));
  CHECK(to.size() == 1);
  CHECK(to[0] == 2);
}
