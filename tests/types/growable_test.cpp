#include <array>
#include <cstdint>
#include <numeric>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;

TEST_CASE("elements keep their place and value while more are added") {
  growable<std::uint64_t> numbers{1 << 20};
  numbers.push_back(0);
  const auto* const place = numbers.data();
  for (std::uint64_t i = 1; i < 1 << 20; ++i) numbers.push_back(i);
  CHECK(numbers.data() == place);
  CHECK(numbers.size() == 1 << 20);
  CHECK(numbers.max_size() >= 1 << 20);
  for (std::size_t i = 0; i < 1 << 20; ++i)
    if (numbers[i] != i) FAIL(i);
}

TEST_CASE("no more elements are added than were reserved, and the others stay") {
  growable<std::byte> bytes{page_size()};
  bytes.resize(page_size());
  CHECK(caught([&] { bytes.push_back(std::byte{1}); }).code() == std::errc::not_enough_memory);
  CHECK(caught([&] { bytes.resize(std::numeric_limits<std::size_t>::max()); }).code() == std::errc::not_enough_memory);
  CHECK(bytes.size() == page_size());
}

TEST_CASE("more elements than the address space has are refused at once") {
  CHECK(caught([] { return growable<std::uint64_t>{std::numeric_limits<std::size_t>::max() / 4}; }).code() ==
        std::errc::not_enough_memory);
}

TEST_CASE("new elements are zeros, also where others were before") {
  growable<int> numbers{1000};
  numbers.resize(10);
  CHECK(std::accumulate(numbers.begin(), numbers.end(), 0) == 0);
  for (auto& number : numbers) number = 7;
  numbers.resize(3);
  numbers.resize(20);
  CHECK(std::accumulate(numbers.begin(), numbers.end(), 0) == 21);
  numbers.pop_back();
  numbers.resize(20);
  CHECK(numbers.back() == 0);
  numbers.clear();
  CHECK(numbers.empty());
  numbers.resize(5);
  CHECK(std::accumulate(numbers.begin(), numbers.end(), 0) == 0);
}

TEST_CASE("many elements are added at once, its own among them") {
  growable<char> text{1 << 16};
  const std::string_view word = "word";
  text.append(word);
  while (text.size() < 1 << 15) text.append({text.data(), text.size()});
  CHECK(std::string_view{text.data() + (1 << 15) - 4, 4} == "word");
  text.append({});
  CHECK(text.size() == 1 << 15);
  CHECK(caught([&] {
          text.append({text.data(), text.size() + 1});
          text.append({text.data(), text.size()});
        }).code() == std::errc::not_enough_memory);
}

TEST_CASE("memory that no element needs goes back, and comes again as zeros") {
  growable<char> text{std::size_t{8} << 20};
  text.resize(std::size_t{8} << 20);
  for (auto& c : text) c = 'x';
  text.resize(1);
  text.shrink_to_fit();
  CHECK(text.capacity() == page_size());
  CHECK_FALSE(support::readable(text.data() + page_size()));
  text.resize(std::size_t{8} << 20);
  CHECK(text[0] == 'x');
  CHECK(text[1] == 0);
  CHECK(text.back() == 0);
}

TEST_CASE("what is left of an element on the last page is gone when it comes again") {
  using three = std::array<unsigned char, 3>;  // one of them lies on two pages
  growable<three> triples{page_size()};
  triples.resize(page_size());
  for (auto& triple : triples) triple = {1, 2, 3};
  triples.resize(1);
  triples.shrink_to_fit();
  triples.resize(page_size());
  CHECK(triples[0] == three{1, 2, 3});
  for (std::size_t i = 1; i < page_size(); ++i)
    if (triples[i] != three{}) FAIL(i);
}

TEST_CASE("a growable moves, and the one that was moved from holds nothing") {
  growable<int> first{100};
  first.push_back(7);
  auto second = std::move(first);
  CHECK(first.empty());  // NOLINT(bugprone-use-after-move): that is the question
  CHECK(first.max_size() == 0);
  CHECK(caught([&] { first.push_back(1); }).code() == std::errc::not_enough_memory);
  CHECK(second.back() == 7);
  auto& same = second;
  second = std::move(same);
  CHECK(second.back() == 7);
}

TEST_CASE("an empty growable has room for nothing") {
  growable<int> none;
  CHECK(none.begin() == none.end());
  CHECK(caught([&] { none.push_back(1); }).code() == std::errc::not_enough_memory);
}
