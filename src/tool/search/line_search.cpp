#include "line_search.hpp"

#include <algorithm>

#include "text/formatted.hpp"

namespace mmapkit::tool {

namespace {

std::vector<std::string> lines_of(const std::vector<std::string>& patterns) {
  std::vector<std::string> lines;
  for (const std::string& pattern : patterns)
    for (std::size_t begin = 0; begin <= pattern.size();) {
      const auto end = std::min(pattern.find('\n', begin), pattern.size());
      lines.push_back(pattern.substr(begin, end - begin));
      begin = end + 1;
    }
  return lines;
}

// Whether the pattern is its own match, and in its other case if that is asked for: beyond ASCII only an expression
// knows it, where there are any, and K and S have a third.
bool is_literal(std::string_view pattern, const pattern_options& options) {
  if (!options.fixed && pattern.find_first_of("\\^$.[]|()?*+{}") != std::string_view::npos) return false;
  if (!options.ignore_case || !has_expressions()) return true;
  return std::all_of(pattern.begin(), pattern.end(), [&](char c) {
    return static_cast<unsigned char>(c) < 0x80 &&
           (options.bytes || std::string_view{"kKsS"}.find(c) == std::string_view::npos);
  });
}

constexpr std::size_t most_literals = 8;

}  // namespace

pattern_error::pattern_error(std::string_view pattern, std::string_view reason)
    : std::runtime_error{formatted("cannot use the pattern '{}': {}", pattern, reason)} {}

extent line_at(std::string_view text, std::size_t place) {
  const auto before = place == 0 ? std::string_view::npos : text.rfind('\n', place - 1);
  return {before == std::string_view::npos ? 0 : before + 1, std::min(text.find('\n', place), text.size())};
}

line_search::line_search(const std::vector<std::string>& patterns, const pattern_options& options, wanted what)
    : wanted_{what} {
  const auto all = lines_of(patterns);
  const bool literal = !options.words && (all.size() <= most_literals || !has_expressions()) &&
                       std::all_of(all.begin(), all.end(), [&](const auto& each) { return is_literal(each, options); });
  if (literal) {
    sequences_.emplace_back(sequences_of(all, options.ignore_case ? letter_case::ignored : letter_case::matters));
    return;
  }
  expression_.emplace(all, options);
  for (const auto& hints : expression_->hints()) sequences_.emplace_back(hints);
  if (expression_->are_hints_all()) expression_.reset();
}

void line_search::learn(std::string_view text, std::uint64_t offset) {
  constexpr std::size_t enough = 8192;
  constexpr std::uint64_t until_it_has_changed = std::uint64_t{4} << 20;
  in_vain_ = 0;
  if (offset == 0) given_up_ = 0;
  if (offset > learnt_at_ && offset - learnt_at_ < until_it_has_changed) return;
  learnt_at_ = offset;
  const text_sample sample{text.substr(0, enough)};
  for (auto& sequences : sequences_) sequences.learn(sample);
  std::stable_sort(sequences_.begin() + static_cast<std::ptrdiff_t>(given_up_), sequences_.end(),
                   [](const sequence_set& one, const sequence_set& other) { return one.cost() < other.cost(); });
}

std::optional<matching_line> line_search::next(std::string_view text, std::size_t from) {
  if (from >= text.size()) return std::nullopt;
  const auto match = match_from(text, from);
  // The place behind the last newline is no line.
  if (!match || (match->begin == text.size() && text.ends_with('\n'))) return std::nullopt;
  return matching_line{line_at(text, match->begin), *match};
}

std::optional<extent> line_search::match_in(std::string_view text, extent rest) const {
  if (!expression_) return sequences_.front().find(text.substr(0, rest.end), rest.begin);
  if (!expression_->wants_lines()) return expression_->find(text, rest);
  const auto line = line_at(text, rest.begin);
  auto match = expression_->find(text.substr(line.begin, line.end - line.begin),
                                 {rest.begin - line.begin, rest.end - line.begin});
  if (match) match = {match->begin + line.begin, match->end + line.begin};
  return match;
}

std::optional<extent> line_search::match_from(std::string_view text, std::size_t from) {
  if (!expression_) return sequences_.front().find(text, from);
  if (expression_->wants_lines()) return match_by_lines(text, from);
  if (given_up_ == sequences_.size()) return expression_->find(text, {from, text.size()});
  return match_by_hints(text, from);
}

std::optional<extent> line_search::match_by_hints(std::string_view text, std::size_t from) {
  constexpr std::size_t bytes_for_a_line = 512;
  while (const auto hint = sequences_[given_up_].find(text, from)) {
    auto line = line_at(text, hint->begin);
    line.begin = std::max(line.begin, from);
    if (wanted_ == wanted::matches) {
      if (const auto match = expression_->find(text, line)) return match;
    } else if (expression_->matches(text, line)) {
      return hint;
    }
    from = line.end + 1;
    // Hints that are in most lines cost more than they save.
    if (++in_vain_ > 64 && in_vain_ * bytes_for_a_line > from) {
      ++given_up_;
      in_vain_ = 0;
      return from < text.size() ? match_from(text, from) : std::nullopt;
    }
  }
  return std::nullopt;
}

std::optional<extent> line_search::match_by_lines(std::string_view text, std::size_t from) const {
  while (from < text.size()) {
    const extent line{from, std::min(text.find('\n', from), text.size())};
    if (const auto match = match_in(text, line)) return match;
    from = line.end + 1;
  }
  return std::nullopt;
}

}  // namespace mmapkit::tool
