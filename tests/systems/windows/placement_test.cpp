// Where memory is put: alignment, NUMA nodes, and what is found there.
#include "windows_support.hpp"

using namespace mmapkit;
using support::caught;

TEST_CASE("memory lies at a multiple of the alignment, private and shared") {
  for (const auto sharing : {mmap_flag::private_, mmap_flag::shared}) {
    for (const std::size_t alignment : {std::size_t{1} << 20, std::size_t{1} << 26}) {
      auto options = support::anonymous(3 * page_size(), sharing);
      options.alignment = alignment;
      mapping memory{options};
      CHECK(reinterpret_cast<std::uintptr_t>(memory.data()) % alignment == 0);
      memory.writable_bytes()[3 * page_size() - 1] = std::byte{1};
    }
  }
}

TEST_CASE("aligned memory leaves nothing reserved around it") {
  auto options = support::anonymous(page_size(), mmap_flag::shared);
  options.alignment = 1 << 24;
  munmap(mmap(options));  // the probes have been made
  const auto before = support::mapped_regions();
  munmap(mmap(options));
  CHECK(support::mapped_regions() == before);
}

TEST_CASE("an alignment that no memory has is an error") {
  auto options = support::anonymous(page_size());
  options.alignment = std::size_t{1} << 62;
  CHECK(caught([&] { return mmap(options); }).operation() == "mmap");
}

TEST_CASE("pages come from a NUMA node, and a node that there is none of is refused") {
  ULONG highest = 0;
  REQUIRE(::GetNumaHighestNodeNumber(&highest) != 0);
  for (const auto sharing : {mmap_flag::private_, mmap_flag::shared}) {
    auto options = support::anonymous(page_size(), sharing);
    options.numa_node = highest;
    mapping memory{options};
    memory.writable_bytes()[0] = std::byte{1};
    CHECK(node_of(memory.data()) <= highest);
    options.numa_node = highest + 1;
    CHECK(caught([&] { return mmap(options); }).code() == std::errc::invalid_argument);
  }
}

TEST_CASE("node_of brings the page in, and takes no guard away") {
  mapping memory{support::anonymous(2 * page_size())};
  CHECK(memory.residency().resident == 0);
  CHECK(node_of(memory.data()) < 64);
  CHECK(memory.residency().resident == 1);
  memory.protect(support::read_write | protection_flag::guard);
  CHECK(caught([&] { return node_of(memory.data()); }).code() == std::errc::bad_address);
  CHECK((support::region_at(memory.data()).Protect & PAGE_GUARD) != 0);
}

TEST_CASE("there is no node where nothing is mapped") {
  const auto memory = mmap(support::anonymous(page_size()));
  munmap(memory);
  CHECK(caught([&] { return node_of(memory.addr); }).code() == std::errc::bad_address);
}
