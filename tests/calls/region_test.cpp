#include <algorithm>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;

TEST_CASE("a mapping is found among the regions, with its file and its protection") {
  const support::scratch folder;
  const auto path = folder.file("data", support::pattern(2 * allocation_granularity()));
  const mapping file{path, {.offset = allocation_granularity()}};
  if (!supported(call::regions)) {
    CHECK(caught([] { static_cast<void>(regions()); }).code() == std::errc::operation_not_supported);
    return;
  }
  const auto found = find_region(file.data());
  REQUIRE(found);
  CHECK(found->addr <= file.data());
  CHECK(found->addr + found->size >= file.data() + file.size());
  CHECK(found->protection == protection_flag::read);
  CHECK(std::filesystem::path{found->name}.filename() == "data");
}

TEST_CASE("the regions come by address, and the one that holds an address is one of them") {
  if (!supported(call::regions)) return;
  const mapping memory{support::anonymous(allocation_granularity())};
  const auto all = regions();
  CHECK(std::is_sorted(all.begin(), all.end(), [](const region& a, const region& b) { return a.addr < b.addr; }));
  CHECK(std::any_of(all.begin(), all.end(), [&](const region& one) {
    return one.addr <= memory.data() && memory.data() < one.addr + one.size;
  }));
}

TEST_CASE("no region holds an address where nothing is mapped") {
  if (!supported(call::regions)) return;
  CHECK_FALSE(find_region(support::free_addresses(page_size())).has_value());
  CHECK_FALSE(find_region(nullptr).has_value());
}

TEST_CASE("a part with another protection is a region of its own") {
  if (!supported(call::regions)) return;
  mapping memory{support::anonymous(3 * page_size())};
  memory.protect(page_size(), page_size(), protection_flag::none);
  const auto middle = find_region(memory.data() + page_size());
  REQUIRE(middle);
  CHECK(middle->addr == memory.data() + page_size());
  CHECK(middle->size == page_size());
  CHECK(middle->protection == protection_flag::none);
}

TEST_CASE("shared memory is told from private memory") {
  if (!supported(call::regions)) return;
  const support::scratch folder;
  const auto path = folder.file("data", support::pattern(page_size()));
  const mapping shared{path, support::shared_writable()};
  const mapping private_one{path, support::private_writable()};
  CHECK(find_region(shared.data())->shared);
  CHECK_FALSE(find_region(private_one.data())->shared);
}
