// The lines of a text that match a pattern.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "automaton.hpp"
#include "literal.hpp"
#include "pattern.hpp"

namespace mmapkit::tool {

struct matching_line {
  std::string_view line;  // without \n or \r\n
  std::size_t match;      // where in the text its first match begins
  std::size_t next;       // where in the text the next line begins
};

class line_search {
 public:
  explicit line_search(const node& pattern);

  // The beginning of what will be searched, for the speed of it alone.
  void learn(std::string_view text);

  // The first matching line at or after `from`, where a line begins.
  [[nodiscard]] std::optional<matching_line> next(std::string_view text, std::size_t from);

 private:
  line_search(const required_literal& literal, const node& pattern);

  [[nodiscard]] std::optional<std::size_t> match_in(std::string_view line, std::size_t literal_at);

  literal_search literal_;
  std::optional<automaton> automaton_;  // absent where a match is nothing but the literal
};

}  // namespace mmapkit::tool
