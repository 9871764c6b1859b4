#include <mmapkit/calls/page_size.hpp>

#include <bit>

#include "../support/support.hpp"

using namespace mmapkit;

TEST_CASE("the units are powers of two, and a granule is whole pages") {
  CHECK(std::has_single_bit(page_size()));
  CHECK(std::has_single_bit(allocation_granularity()));
  CHECK(allocation_granularity() % page_size() == 0);
}

TEST_CASE("huge pages are larger than pages, and their sizes ascend") {
  auto smaller = page_size();
  for (const auto size : huge_page_sizes()) {
    CHECK(size > smaller);
    CHECK(size % page_size() == 0);
    smaller = size;
  }
  if (this_system() == mark::windows) CHECK(huge_page_sizes().empty() == (large_page_size() == 0));
}
