// The lines of a text that match a pattern.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expression.hpp"
#include "sequence.hpp"

namespace mmapkit::tool {

struct matching_line {
  extent line;   // in the text, without \n
  extent match;  // its first; somewhere in the line where only lines are wanted
};

enum class wanted : bool { matches, lines };

class line_search {
 public:
  // A newline in a pattern parts two patterns. Throws: pattern_error.
  line_search(const std::vector<std::string>& patterns, const pattern_options& options, wanted what = wanted::matches);

  // What will be searched next, at `offset` of a file; for the speed of it alone.
  void learn(std::string_view text, std::uint64_t offset = 0);

  // The first matching line of those from `from` on, where a line begins.
  [[nodiscard]] std::optional<matching_line> next(std::string_view text, std::size_t from);

  // The first match in the rest of a line.
  [[nodiscard]] std::optional<extent> match_in(std::string_view text, extent rest) const;

 private:
  [[nodiscard]] std::optional<extent> match_from(std::string_view text, std::size_t from);
  [[nodiscard]] std::optional<extent> match_by_hints(std::string_view text, std::size_t from);
  [[nodiscard]] std::optional<extent> match_by_lines(std::string_view text, std::size_t from) const;

  // What is searched for; or else hints of the expression, the fastest first.
  std::vector<sequence_set> sequences_;
  std::optional<expression> expression_;  // absent where a match is nothing but one of the sequences
  wanted wanted_;
  std::uint64_t learnt_at_ = 0;
  std::size_t in_vain_ = 0;   // lines that had a hint and no match
  std::size_t given_up_ = 0;  // the first hints, in the rest of this file
};

// The line around a place of a text.
[[nodiscard]] extent line_at(std::string_view text, std::size_t place);

}  // namespace mmapkit::tool
