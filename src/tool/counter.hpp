// Lines, words and bytes, as POSIX has wc count them in the C locale. GNU wc 9.1 differs in one thing: there a word
// without a printable ASCII character is none.
#pragma once

#include <cstdint>
#include <string_view>

namespace mmapkit::tool {

struct counts {
  std::uint64_t lines = 0;  // newlines
  std::uint64_t words = 0;  // runs of bytes between ASCII white space
  std::uint64_t bytes = 0;

  counts& operator+=(const counts& other) noexcept;
  friend bool operator==(const counts&, const counts&) = default;
};

// Newlines alone, which needs no look at each byte by itself.
std::uint64_t count_lines(std::string_view part) noexcept;

// Counts a text that arrives in parts: a word may straddle them.
class counter {
 public:
  void add(std::string_view part) noexcept;

  [[nodiscard]] const counts& total() const noexcept { return total_; }

 private:
  counts total_;
  char last_ = ' ';
};

}  // namespace mmapkit::tool
