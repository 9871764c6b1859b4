#include "search/literal.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace mmapkit::tool;

namespace {

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
  for (int round = 0; round < 20'000; ++round) {
    const auto letters = static_cast<unsigned>(1 + random() % 4);
    const auto in = random_text(random, random() % 300, letters);
    const auto wanted = random_text(random, 1 + random() % (round % 2 == 0 ? 6 : 80), letters);
    literal_search search{wanted};
    if (round % 3 != 0) search.learn(in);
    for (std::size_t from = 0; from <= in.size() + 1; from += 1 + random() % 40) {
      const auto place = std::string_view{in}.find(wanted, from);
      found += place != std::string_view::npos;
      if (search.find(in, from) != place) FAIL("'" << wanted << "' in '" << in << "' from " << from);
    }
  }
  CHECK(found > 1000);
}

TEST_CASE("a text is found at each place around a block of 64") {
  literal_search search{"ab"};
  for (std::size_t place = 0; place < 200; ++place) {
    std::string in(202, 'x');
    in.replace(place, 2, "ab");
    search.learn(in);
    CHECK(search.find(in, 0) == place);
    CHECK(search.find(in, place + 1) == std::string_view::npos);
  }
}
