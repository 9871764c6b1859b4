#include "counter.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstring>
#include <random>
#include <string>

#include "scratch_file.hpp"
#include "windows.hpp"

namespace mmapkit::tool {

namespace {

// One byte after the other, as simply as can be.
counts count_simply(std::string_view text) {
  counts sum{0, 0, text.size()};
  bool in_word = false;
  for (const char c : text) {
    if (c == '\n') ++sum.lines;
    const bool space = c != '\0' && std::strchr(" \t\n\v\f\r", c) != nullptr;
    if (!space && !in_word) ++sum.words;
    in_word = !space;
  }
  return sum;
}

counts count_in_parts(std::string_view text, std::size_t part) {
  counter all;
  for (std::size_t at = 0; at < text.size(); at += part) all.add(text.substr(at, part));
  return all.total();
}

}  // namespace

TEST_CASE("a word that straddles two parts is one word") {
  CHECK(count_in_parts("straddle", 3) == counts{0, 1, 8});
  CHECK(count_in_parts("two words", 3) == counts{0, 2, 9});
}

TEST_CASE("a part may be empty") {
  counter all;
  all.add("wo");
  all.add("");
  all.add("rd");
  CHECK(all.total() == counts{0, 1, 4});
}

TEST_CASE("white space is that of ASCII, and every other byte belongs to a word") {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += std::string{static_cast<char>(byte), 'x', ' '};
  CHECK(count_in_parts(bytes, bytes.size()) == count_simply(bytes));
}

TEST_CASE("a block of nothing but newlines, or of nothing but short words, is counted in full") {
  const std::string newlines(1000, '\n');
  CHECK(count_in_parts(newlines, newlines.size()) == counts{1000, 0, 1000});
  std::string words;
  for (int i = 0; i < 1000; ++i) words += "w ";
  CHECK(count_in_parts(words, words.size()) == counts{0, 1000, 2000});
}

TEST_CASE("parts of any size give the same counts as one byte after the other") {
  std::mt19937 random{7};
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "ab \n\t\r\xE9."[random() % 8];
  for (const std::size_t part : {1U, 2U, 3U, 191U, 192U, 193U, 194U, 385U, 386U, 5000U}) {
    CHECK(count_in_parts(text, part) == count_simply(text));
  }
}

TEST_CASE("a word that straddles two windows is one word") {
  const scratch_file file{"some words across\nwindows"};
  for (std::size_t window = 1; window < 30; ++window) {
    counter all;
    for_each_window(file.path(), window, window_end::anywhere,
                    [&](std::uint64_t, std::string_view text) { all.add(text); });
    CHECK(all.total() == counts{1, 4, 25});
  }
}

TEST_CASE("lines alone are as many as with everything else, whatever the length") {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) {
    bytes += i % 7 == 0 ? '\n' : 'x';
    CHECK(count_lines(bytes) == count_simply(bytes).lines);
  }
}

}  // namespace mmapkit::tool
