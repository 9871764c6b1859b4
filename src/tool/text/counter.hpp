// Lines, words, characters and bytes, as wc counts them in a UTF-8 locale, whatever the locale is. What is no UTF-8, or
// not printable, belongs to a word, as in POSIX; GNU wc before 9.5 makes no word of such characters alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mmapkit::tool {

struct counts {
  std::uint64_t lines = 0;       // newlines
  std::uint64_t words = 0;       // runs of what is no white space
  std::uint64_t characters = 0;  // bytes that are no UTF-8 are none
  std::uint64_t bytes = 0;
  std::uint64_t longest = 0;  // line, in columns of a terminal

  counts& operator+=(const counts& other) noexcept;
  friend bool operator==(const counts&, const counts&) = default;
};

// Newlines alone, which needs no look at each byte by itself.
std::uint64_t count_lines(std::string_view part) noexcept;

// Counts a text that arrives in parts: a word or a character may straddle them. Columns take time.
class counter {
 public:
  explicit counter(bool columns = false) : columns_{columns} {}

  void add(std::string_view part) noexcept;

  // Of all parts, after which none is added.
  counts total() noexcept;

 private:
  void add_byte(char byte) noexcept;
  [[nodiscard]] bool is_shortest(char32_t character) const noexcept;
  void add_character(char32_t character) noexcept;
  void add_columns(char32_t character) noexcept;
  void end_line() noexcept;

  bool columns_;
  counts total_;
  bool in_word_ = false;
  char32_t begun_ = 0;  // a character of which bytes are missing
  int missing_ = 0;
  int length_ = 0;  // its bytes behind the first
  std::uint64_t column_ = 0;
};

}  // namespace mmapkit::tool
