// What memory from the pool of huge pages tells of itself.
#include "../../support/linux.hpp"
#include "../../support/support.hpp"

using namespace mmapkit;

TEST_CASE("memory from the pool says how large its pages are, and that all of it is in them") {
  if (support::emulated) return;  // whose list of memory is its own
  const support::huge_page_pool pool{2};
  if (!pool.there()) {
    MESSAGE("the pool of huge pages cannot be filled here: not tried");
    return;
  }
  const auto memory = allocate(1, {.huge_pages = huge_page_use::required});
  const auto state = memory.state();
  CHECK(state.page_size >= 2 * support::mebibyte);
  CHECK(state.resident == state.page_size);
  CHECK(state.huge == state.page_size);
}
