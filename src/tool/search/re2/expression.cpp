#include "search/expression.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "hints.hpp"
#include "sequences.hpp"
#include "syntax.hpp"

namespace mmapkit::tool {

namespace {

RE2::Options settings(const pattern_options& options) {
  RE2::Options settings{options.bytes ? RE2::Latin1 : RE2::DefaultOptions};
  settings.set_case_sensitive(!options.ignore_case);
  settings.set_never_nl(true);
  settings.set_log_errors(false);
  settings.set_max_mem(std::int64_t{64} << 20);
  return settings;
}

// Each line has a begin and an end.
constexpr std::string_view many_lines = "(?m)";

// RE2's words end with what is wrong, which may be the whole pattern.
std::string without_prefix(std::string text) {
  const auto at = text.find(many_lines);
  return at == std::string::npos ? text : text.erase(at, many_lines.size());
}

// Of one pattern, which has to be right by itself.
std::string part_of(const std::string& pattern, const pattern_options& options) {
  if (options.fixed) return RE2::QuoteMeta(pattern);
  auto part = in_syntax_of_re2(pattern, options);
  const RE2 alone{std::string{many_lines} + part, settings(options)};
  if (!alone.ok()) throw pattern_error{pattern, without_prefix(alone.error())};
  return part;
}

// Of all patterns, without the borders of words.
std::string join(const std::vector<std::string>& patterns, const pattern_options& options) {
  std::string all;
  for (const auto& pattern : patterns)
    if (patterns.size() == 1)
      all = part_of(pattern, options);
    else
      all += (all.empty() ? "(?:" : "|(?:") + part_of(pattern, options) + ")";
  return all;
}

enum class place : std::uint8_t { anywhere, within_line };

std::string within_words(const std::string& all, const pattern_options& options, place where) {
  const std::string other = "[^" + std::string{word_characters(options)} + "]";
  const std::string begin = where == place::anywhere ? "(?:^|" + other + ")" : other;
  return begin + "(" + all + ")(?:" + other + "|$)";
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Whether a group such as (?i-m:...) in the pattern may set it.
bool sets_flag(std::string_view pattern, char flag) {
  for (auto at = pattern.find("(?"); at != std::string_view::npos; at = pattern.find("(?", at + 1))
    if (pattern.substr(at, pattern.find_first_of(":)", at) - at).find(flag) != std::string_view::npos) return true;
  return false;
}

// Whether it may have characters by their numbers.
bool names_characters(std::string_view pattern) {
  for (std::size_t at = 0; (at = pattern.find('\\', at)) != std::string_view::npos; at += 2)
    if (pattern.substr(at + 1).find_first_of("x01234567") == 0) return true;
  return false;
}

// Where the character begins that ends there.
std::size_t character_before(std::string_view text, std::size_t at) {
  for (int bytes = 0; bytes < 4 && at != 0; ++bytes)
    if ((static_cast<unsigned char>(text[--at]) & 0xC0) != 0x80) break;
  return at;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

struct expression::compiled {
  compiled(const std::string& all, const pattern_options& options)
      : own{options.words ? within_words(all, options, place::anywhere) : all},
        re{std::string{many_lines} + own, settings(options)},
        group{options.words ? 1U : 0U} {
    if (options.words)
      behind = std::make_unique<RE2>(std::string{many_lines} + within_words(all, options, place::within_line),
                                     settings(options));
  }

  std::string own;
  RE2 re;
  std::unique_ptr<RE2> behind;  // of words, where the character before is known to be in the same line
  std::size_t group;            // the match
  std::vector<std::vector<byte_sequence>> hints;
  bool are_hints_all = false;
  bool wants_lines = false;
};

bool has_expressions() noexcept { return true; }

expression::expression(const std::vector<std::string>& patterns, const pattern_options& options) {
  const auto all = join(patterns, options);
  compiled_ = std::make_unique<compiled>(all, options);
  if (!compiled_->re.ok()) throw pattern_error{patterns.front(), compiled_->re.error()};
  const std::string_view own = compiled_->own;
  const bool folds = options.ignore_case || sets_flag(own, 'i') || names_characters(own) || !is_ascii(own);
  auto sequences = find_sequences(all, options);
  compiled_->are_hints_all = sequences.are_all && !options.words;
  if (!compiled_->are_hints_all) compiled_->hints = find_hints(many_lines, own, settings(options), folds);
  for (auto& each : sequences.sets) compiled_->hints.push_back(std::move(each));
  compiled_->wants_lines = !options.fixed && (sets_flag(own, 'm') || has(own, "\\A") || has(own, "\\z"));
}
expression::expression(expression&&) noexcept = default;
expression& expression::operator=(expression&&) noexcept = default;
expression::~expression() = default;

std::optional<extent> expression::find(std::string_view text, extent part) const {
  std::array<re2::StringPiece, 2> groups;
  const re2::StringPiece in{text.data(), text.size()};
  const auto group = compiled_->group;
  // What stands before a word may be the end of the match before it.
  const bool is_behind = compiled_->behind && part.begin != 0 && text[part.begin - 1] != '\n';
  if (is_behind) part.begin = character_before(text, part.begin);
  const auto& re = is_behind ? *compiled_->behind : compiled_->re;
  if (!re.Match(in, part.begin, part.end, RE2::UNANCHORED, groups.data(), static_cast<int>(group + 1)))
    return std::nullopt;
  const auto begin = static_cast<std::size_t>(groups[group].data() - text.data());
  return extent{begin, begin + groups[group].size()};
}

bool expression::matches(std::string_view text, extent line) const {
  return compiled_->re.Match({text.data(), text.size()}, line.begin, line.end, RE2::UNANCHORED, nullptr, 0);
}

const std::vector<std::vector<byte_sequence>>& expression::hints() const noexcept { return compiled_->hints; }

bool expression::are_hints_all() const noexcept { return compiled_->are_hints_all; }

bool expression::wants_lines() const noexcept { return compiled_->wants_lines; }

}  // namespace mmapkit::tool
