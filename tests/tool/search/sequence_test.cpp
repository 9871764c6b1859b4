#include "search/sequence.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "../../support/support.hpp"

using namespace mmapkit::tool;

namespace {

// An emulator takes a hundred times as long.
constexpr int rounds = support::emulated ? 1'000 : 20'000;

std::string random_text(std::minstd_rand& random, std::size_t size, unsigned letters) {
  std::string text(size, ' ');
  for (auto& letter : text) letter = static_cast<char>(static_cast<unsigned char>(0xfe - random() % letters));
  return text;
}

}  // namespace

// Few letters make near misses; the letters are beyond 0x7f.
TEST_CASE("every text is found where string_view finds it, learnt or not") {
  std::minstd_rand random{5};
  int found = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto letters = static_cast<unsigned>(1 + random() % 4);
    const auto in = random_text(random, random() % 600, letters);
    const auto wanted = random_text(random, 1 + random() % (round % 2 == 0 ? 6 : 80), letters);
    sequence_search search{wanted};
    if (round % 3 != 0) search.learn(text_sample{in});
    for (std::size_t from = 0; from <= in.size() + 1; from += 1 + random() % 40) {
      const auto place = std::string_view{in}.find(wanted, from);
      found += place != std::string_view::npos;
      if (search.find(in, from) != place) FAIL("'" << wanted << "' in '" << in << "' from " << from);
    }
  }
  CHECK(found > rounds / 20);
}

TEST_CASE("a text is found at each place around a block") {
  sequence_search search{"ab"};
  for (std::size_t place = 0; place < 400; ++place) {
    std::string in(402, 'x');
    in.replace(place, 2, "ab");
    search.learn(text_sample{in});
    CHECK(search.find(in, 0) == place);
    CHECK(search.find(in, place + 1) == std::string_view::npos);
  }
}

TEST_CASE("a sequence of classes is found where each byte of it fits, in texts of any length") {
  std::minstd_rand random{11};
  int found = 0;
  for (int round = 0; round < rounds / 4; ++round) {
    byte_sequence wanted(1 + random() % 5);
    for (auto& set : wanted)
      for (auto members = 1 + random() % 3; members != 0; --members) set.set(0xfb + random() % 4);
    sequence_search search{wanted};
    const auto in = random_text(random, random() % 700, 4);
    if (round % 3 != 0) search.learn(text_sample{in});
    const auto fits = [&](std::size_t at) {
      for (std::size_t i = 0; i < wanted.size(); ++i)
        if (!wanted[i][static_cast<unsigned char>(in[at + i])]) return false;
      return true;
    };
    std::size_t place = random() % 200;
    const auto from = place;
    while (place + wanted.size() <= in.size() && !fits(place)) ++place;
    if (place + wanted.size() > in.size()) place = std::string_view::npos;
    found += place != std::string_view::npos;
    if (search.find(in, from) != place) FAIL("in '" << in << "' from " << from);
  }
  CHECK(found > rounds / 20);
}

TEST_CASE("of several sequences the leftmost is found, and of those at one place the longest") {
  std::string in(10'006, 'x');
  in.replace(5000, 3, "abc");
  in.replace(10'003, 3, "bcd");
  for (const auto& texts : {std::vector<std::string>{"ab", "abc", "bcd"}, {"bcd", "abc", "ab"}}) {
    const sequence_set set{sequences_of(texts, letter_case::matters)};
    CHECK(set.find(in, 0)->begin == 5000);
    CHECK(set.find(in, 0)->end == 5003);
    CHECK(set.find(in, 5001)->begin == 10'003);
    CHECK_FALSE(set.find(in, 10'004));
  }
}
