#include "text/counter.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstring>
#include <random>
#include <string>

#include "files/file_windows.hpp"
#include "scratch_file.hpp"

namespace mmapkit::tool {

namespace {

// One byte after the other, as simply as can be.
counts count_simply(std::string_view text) {
  counts sum{0, 0, 0, text.size()};
  bool in_word = false;
  for (const char c : text) {
    if (c == '\n') ++sum.lines;
    const bool space = c != '\0' && std::strchr(" \t\n\v\f\r", c) != nullptr;
    if (!space && !in_word) ++sum.words;
    in_word = !space;
  }
  return sum;
}

// Of these tests characters are not the subject, but where they say so.
counts count_in_parts(std::string_view text, std::size_t part) {
  counter all;
  for (std::size_t at = 0; at < text.size(); at += part) all.add(text.substr(at, part));
  auto total = all.total();
  total.characters = 0;
  return total;
}

counts count_with_columns(std::string_view text) {
  counter all{true};
  for (const char& byte : text) all.add({&byte, 1});
  return all.total();
}

}  // namespace

TEST_CASE("a word that straddles two parts is one word") {
  CHECK(count_in_parts("straddle", 3) == counts{0, 1, 0, 8});
  CHECK(count_in_parts("two words", 3) == counts{0, 2, 0, 9});
}

TEST_CASE("what is written with more bytes than it needs, and half of a pair, is no character") {
  for (const std::string_view text : {"\xed\xa0\x80", "\xe0\x80\x80", "\xf0\x80\x80\x80", "\xc0\x80"}) {
    counter all;
    all.add(text);
    CHECK(all.total().characters == 0);
  }
  counter all;
  all.add("\xed\x9f\xbf\xee\x80\x80\xf0\x90\x80\x80");
  CHECK(all.total().characters == 3);
}

TEST_CASE("a part may be empty") {
  counter all;
  all.add("wo");
  all.add("");
  all.add("rd");
  CHECK(all.total() == counts{0, 1, 4, 4});
}

TEST_CASE("every single byte that is no white space of ASCII belongs to a word") {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += std::string{static_cast<char>(byte), 'x', ' '};
  CHECK(count_in_parts(bytes, bytes.size()) == count_simply(bytes));
}

TEST_CASE("a block of nothing but newlines, or of nothing but short words, is counted in full") {
  const std::string newlines(1000, '\n');
  CHECK(count_in_parts(newlines, newlines.size()) == counts{1000, 0, 0, 1000});
  std::string words;
  for (int i = 0; i < 1000; ++i) words += "w ";
  CHECK(count_in_parts(words, words.size()) == counts{0, 1000, 0, 2000});
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
    for_each_window(file.path(), window, window_end::anywhere, [&](std::uint64_t, std::string_view text) {
      all.add(text);
      return true;
    });
    CHECK(all.total() == counts{1, 4, 25, 25});
  }
}

TEST_CASE("lines alone are as many as with everything else, whatever the length") {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) {
    bytes += i % 7 == 0 ? '\n' : 'x';
    CHECK(count_lines(bytes) == count_simply(bytes).lines);
  }
}

TEST_CASE("white space of Unicode ends a word, also where it straddles two parts") {
  for (const std::string_view space : {"\xC2\xA0", "\xE2\x80\x83", "\xE2\x80\xA8", "\xE3\x80\x80", "\xE1\x9A\x80"}) {
    const auto text = std::string{"one"}.append(space).append("two");
    for (std::size_t part = 1; part <= text.size(); ++part) CHECK(count_in_parts(text, part).words == 2);
  }
  CHECK(count_in_parts("caf\xC3\xA9s", 2).words == 1);
}

TEST_CASE("characters are those of UTF-8, and bytes that are no UTF-8 are none") {
  CHECK(count_with_columns("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\n").characters == 5);
  CHECK(count_with_columns("\xFF\xC3 \x80").characters == 1);
  CHECK(count_with_columns("\xE2\x82").words == 1);
  CHECK(count_with_columns("\xE2\x82").characters == 0);
}

TEST_CASE("the longest line is told in columns") {
  CHECK(count_with_columns("ab\nabcd\na").longest == 4);
  CHECK(count_with_columns("a\tb\n").longest == 9);
  CHECK(count_with_columns("\xE6\xBC\xA2"
                           "e\xCC\x81\n")
            .longest == 3);
  CHECK(count_with_columns("long line\rab").longest == 9);
}

}  // namespace mmapkit::tool
