// Memory within limits of addresses.
#include <algorithm>
#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;

namespace {

// Limits around a few blocks that are free.
struct small_room {
  static constexpr std::size_t blocks = 6;
  std::size_t block = allocation_granularity();
  placement place;

  small_room() {
    place.lowest = reinterpret_cast<std::uintptr_t>(support::free_addresses(blocks * block));
    place.highest = place.lowest + blocks * block - 1;
  }

  allocation take(std::error_code& error) const { return allocate(block, {.place = place}, error); }
};

}  // namespace

TEST_CASE("memory within limits takes every place, also one that became free behind the last") {
  if (!supported(call::regions)) return;
  const small_room room;
  std::vector<allocation> taken;
  taken.reserve(small_room::blocks + 1);
  std::error_code error;
  while (!error) taken.push_back(room.take(error));
  taken.pop_back();
  CHECK(error == std::errc::not_enough_memory);
  CHECK(taken.size() == small_room::blocks);
  for (const auto freed : {std::size_t{1}, std::size_t{4}, std::size_t{2}}) {
    const auto* const place = taken[freed].data();
    taken[freed] = {};
    error.clear();
    taken[freed] = room.take(error);
    CHECK_FALSE(error);
    CHECK(taken[freed].data() == place);
  }
  static_cast<void>(room.take(error));
  CHECK(error == std::errc::not_enough_memory);
}

TEST_CASE("memory that fits nowhere behind the last is looked for from the lowest address on") {
  if (!supported(call::regions)) return;
  const small_room room;
  std::vector<allocation> taken;
  std::error_code error;
  for (std::size_t i = 0; i < small_room::blocks; ++i) taken.push_back(room.take(error));
  REQUIRE_FALSE(error);
  std::ranges::sort(taken, {}, [](const allocation& memory) { return memory.data(); });
  taken.erase(taken.begin(), taken.begin() + 3);
  const auto large = allocate(3 * room.block, {.place = room.place}, error);
  CHECK_FALSE(error);
  CHECK(reinterpret_cast<std::uintptr_t>(large.data()) == room.place.lowest);
}

TEST_CASE("other limits are not led out of by what was found within these") {
  if (!supported(call::regions)) return;
  std::vector<allocation> memory;
  for (int i = 0; i < 100; ++i) {
    for (const auto limits : {below_2gb, below_4gb}) {
      memory.push_back(allocate(page_size(), {.place = limits}));
      CHECK(reinterpret_cast<std::uintptr_t>(memory.back().data()) <= limits.highest);
    }
  }
}
