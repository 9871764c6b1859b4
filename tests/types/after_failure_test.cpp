// What an object tells of itself when it has ended, is empty, or could not be made.
#include <array>
#include <limits>
#include <string>

#include "../support/support.hpp"

using namespace mmapkit;

TEST_CASE("shared memory that was given back is not new any more") {
  if (!supported(call::shm_unlink)) return;  // the name goes with the memory
  const auto name = "/mmapkit-after-failure-" + std::to_string(support::process_number());
  auto memory = shared_memory::open_or_create(name, page_size());
  shared_memory::remove(name);
  REQUIRE(memory.is_new());
  memory.unmap();
  CHECK_FALSE(memory.is_new());
  CHECK(memory.bytes().empty());
}

TEST_CASE("nothing is guarded where nothing is mapped") {
  mapping none;
  CHECK(guarded(none, [] { return 7; }) == 7);
  CHECK_THROWS_AS(guarded(none, [] { throw std::string{"of the body"}; }), std::string);
  mapping memory{support::anonymous(page_size())};
  guarded_copy(std::span<std::byte>{}, memory, page_size());
  guarded_copy(memory, page_size(), std::span<const std::byte>{});
  std::array<std::byte, 1> one{std::byte{1}};
  CHECK(support::caught([&] { guarded_copy(one, none, 0); }).code() == std::errc::invalid_argument);
  CHECK(support::caught([&] { guarded_copy(none, 0, one); }).code() == std::errc::invalid_argument);
  CHECK(one[0] == std::byte{1});
}

TEST_CASE("memory whose size with its guards no address space holds is refused, and nothing is mapped") {
  constexpr auto most = std::numeric_limits<std::size_t>::max();
  if (!support::exceeds_addresses(most / 16 * 15)) return;
  const auto before = support::mapped_regions();
  for (const std::size_t bytes : {page_size(), most / 16 * 15, most - page_size(), most})
    for (const std::size_t front : {std::size_t{0}, page_size(), most / 16 * 15, most})
      for (const std::size_t back : {std::size_t{0}, page_size(), most / 16 * 15, most}) {
        if (bytes == page_size() && front <= page_size() && back <= page_size()) continue;
        CAPTURE(bytes);
        CAPTURE(front);
        CAPTURE(back);
        CHECK_THROWS(static_cast<void>(allocate(bytes, {.guard_before = front, .guard_after = back})));
      }
  CHECK(support::mapped_regions() <= before + support::region_noise);
}
