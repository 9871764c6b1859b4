#include "search/scan/scan.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>

#include "search/scan/blocks.hpp"

namespace mmapkit::tool {

TEST_CASE("the widest vectors of the processor find what those of every processor do") {
  std::minstd_rand random{3};
  const auto any_byte = [&] { return static_cast<unsigned char>(random() % 256); };
  std::size_t skipped = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::size_t blocks = random() % 6;
    std::string text(blocks * places_at_once + 8, ' ');
    for (auto& byte : text) byte = static_cast<char>(any_byte());
    const auto test = [&] {
      const auto width = static_cast<unsigned char>(any_byte() / (random() % 2 == 0 ? 16 : 1));
      return byte_test{static_cast<unsigned char>(random() % 2 == 0 ? 0x20 : 0), any_byte(), width};
    };
    const byte_pair pair{random() % 9, random() % 9, test(), test()};
    std::array<char, places_at_once> here{};
    std::array<char, places_at_once> there{};
    const auto expected = skip_blocks_here(text.data(), blocks, pair, here.data());
    REQUIRE(skip_blocks(text.data(), blocks, pair, there.data()) == expected);
    skipped += expected;
    if (expected == blocks) continue;
    CHECK(there == here);
    const auto* const begin = text.data() + expected * places_at_once;
    for (std::size_t i = 0; i < places_at_once; ++i) {
      const bool passes = pair.first.takes(static_cast<unsigned char>(begin[i + pair.first_at])) &&
                          pair.second.takes(static_cast<unsigned char>(begin[i + pair.second_at]));
      if ((here.at(i) != 0) != passes) FAIL("place " << i << " of round " << round);
    }
  }
  CHECK(skipped > 100);
}

}  // namespace mmapkit::tool
