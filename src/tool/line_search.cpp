#include "line_search.hpp"

#include <algorithm>

namespace mmapkit::tool {

line_search::line_search(const node& pattern) : line_search{find_required_literal(pattern), pattern} {}

line_search::line_search(const required_literal& literal, const node& pattern) : literal_{literal.text} {
  if (!literal.whole) automaton_.emplace(pattern);
}

void line_search::learn(std::string_view text) {
  constexpr std::size_t enough = 16384;
  literal_.learn(text.substr(0, enough));
}

std::optional<matching_line> line_search::next(std::string_view text, std::size_t from) {
  while (from < text.size()) {
    const std::size_t hit = literal_.find(text, from);
    if (hit >= text.size()) break;
    const std::size_t newline = std::min(text.find('\n', hit), text.size());
    std::size_t begin = hit;
    while (begin != from && text[begin - 1] != '\n') --begin;
    const bool two = newline != text.size() && newline != begin && text[newline - 1] == '\r';
    const std::string_view line = text.substr(begin, newline - begin - (two ? 1 : 0));
    from = std::min(newline + 1, text.size());
    if (const auto match = match_in(line, hit - begin)) return matching_line{line, begin + *match, from};
  }
  return std::nullopt;
}

std::optional<std::size_t> line_search::match_in(std::string_view line, std::size_t literal_at) {
  if (automaton_) return automaton_->leftmost_match(line);
  // The literal was found in the text, and may end beyond the line.
  if (literal_at + literal_.text().size() > line.size()) return std::nullopt;
  return literal_at;
}

}  // namespace mmapkit::tool
