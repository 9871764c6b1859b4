// What finds lines fast finds those that RE2 finds when it is asked about each line by itself.
#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "search/line_search.hpp"

namespace mmapkit::tool {

namespace {

template <class Choices>
auto one_of(std::minstd_rand& random, const Choices& choices) {
  return choices[random() % choices.size()];
}

// K and S have a third case in UTF-8; there are bytes that are no characters, and some that end lines elsewhere.
constexpr std::array<const char*, 26> characters{"a",
                                                 "b",
                                                 "c",
                                                 "A",
                                                 "B",
                                                 "k",
                                                 "K",
                                                 "s",
                                                 "S",
                                                 "0",
                                                 "1",
                                                 "2",
                                                 "9",
                                                 "-",
                                                 " ",
                                                 ".",
                                                 "_",
                                                 "{",
                                                 "|",
                                                 "]",
                                                 "\xC3\xA9",
                                                 "\xC5\xBF",
                                                 "\xE2\x84\xAA",
                                                 "\xFF",
                                                 "\r",
                                                 "\t"};

std::string random_text(std::minstd_rand& random, std::size_t size) {
  std::string text;
  while (text.size() < size) {
    const auto letters = random() % 3 == 0 ? characters.size() : std::size_t{4};
    for (auto length = random() % 40; length != 0; --length) text += characters[random() % letters];
    text += '\n';
  }
  if (random() % 2 == 0) text.pop_back();
  return text;
}

constexpr std::array atoms{
    "a",         "b",        "k",     "S",      "0",        " ",           ".",      "[a-c]",    "[0-9]",
    "[^a]",      "\\d",      "\\D",   "\\s",    "\\w",      "\\b",         "^",      "$",        "(a|b)",
    "(?:ab)",    "\xC3\xA9", "[k-s]", "[ab-]",  "[]a]",     "[[:alpha:]]", "\\.",    "\\-",      "[\xC3\xA0-\xC3\xBC]",
    "[a-cA-C0]", "ab",       "a0",    "[\\d.]", "[\\].]",   "\\x61",       "(?i)a",  "\\Qa.\\E", "{",
    "[a\\n]",    "a{b",      "a{2b",  "a{2,b",  "[[:]|[b]", "(a[)]b)",     "[^\\]]", "\\pL",     "aab",
    "0[0-9]1"};
constexpr std::array repetitions{"",    "",    "",      "",     "",    "",     "+",  "*",   "?",
                                 "{2}", "{3}", "{1,3}", "{2,}", "{0}", "{,2}", "+?", "{40}"};

std::string random_pattern(std::minstd_rand& random) {
  std::string pattern;
  for (auto pieces = 1 + random() % 6; pieces != 0; --pieces) {
    if (!pattern.empty() && random() % 10 == 0) pattern += '|';
    pattern += one_of(random, atoms);
    pattern += one_of(random, repetitions);
  }
  return pattern;
}

using line_places = std::vector<std::array<std::size_t, 4>>;

line_places lines_by_search(line_search search, std::string_view text, std::string_view sample, wanted what) {
  line_places found;
  search.learn(sample);
  std::size_t from = 0;
  while (const auto next = search.next(text, from)) {
    const auto match = what == wanted::lines ? extent{} : next->match;
    found.push_back({next->line.begin, next->line.end, match.begin, match.end});
    from = next->line.end + 1;
  }
  return found;
}

line_places lines_by_expression(const expression& each, std::string_view text, wanted what) {
  line_places found;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    if (const auto match = each.find(text.substr(begin, end - begin), {0, end - begin}))
      found.push_back({begin, end, what == wanted::lines ? 0 : begin + match->begin,
                       what == wanted::lines ? 0 : begin + match->end});
    begin = end + 1;
  }
  return found;
}

struct tally {
  int patterns = 0;
  int sequences = 0;
  int hinted = 0;
  std::size_t lines = 0;
};

void compare(std::minstd_rand& random, tally& seen) {
  const std::string pattern = random_pattern(random);
  const pattern_options options{
      .fixed = false, .ignore_case = random() % 3 == 0, .words = random() % 8 == 0, .bytes = random() % 3 == 0};
  try {
    const expression each{{pattern}, options};
    ++seen.patterns;
    seen.sequences += each.are_hints_all() ? 1 : 0;
    seen.hinted += each.hints().empty() ? 0 : 1;
    for (const std::size_t size : {100U, 3000U}) {
      const auto text = random_text(random, size);
      const auto what = random() % 2 == 0 ? wanted::lines : wanted::matches;
      const auto expected = lines_by_expression(each, text, what);
      seen.lines += expected.size();
      const auto sample = random() % 3 == 0 ? std::string{} : text;
      const bool same = lines_by_search(line_search{{pattern}, options, what}, text, sample, what) == expected;
      INFO(pattern, " -i ", options.ignore_case, " -w ", options.words, " bytes ", options.bytes, "\n", text);
      REQUIRE(same);
    }
  } catch (const pattern_error&) {
    return;  // not one of RE2's
  }
}

}  // namespace

TEST_CASE("random patterns match the same lines with hints as they do line by line") {
  std::minstd_rand random{7};
  tally seen;
  for (int round = 0; round < 1500; ++round) compare(random, seen);
  CHECK(seen.patterns > 800);
  CHECK(seen.sequences > 50);
  CHECK(seen.hinted > 300);
  CHECK(seen.lines > 3000);
}

TEST_CASE("a brace that begins no repetition is a brace, and [: that begins no name is two characters") {
  const auto matches = [](const char* pattern, std::string_view text) {
    line_search search{{pattern}, {}};
    search.learn(text);
    return search.next(text, 0).has_value();
  };
  CHECK(matches("a{2x", "a{2x\n"));
  CHECK(matches("a{2,x", "a{2,x\n"));
  CHECK_FALSE(matches("a{2x", "aa{x\n"));
  CHECK(matches("[[:]|[b]xyz", "a:\n"));
}

TEST_CASE("a pattern of classes alone is a sequence, and one with more is not") {
  const auto is_sequence = [](const char* pattern, const pattern_options& options = {}) {
    return expression{{pattern}, options}.are_hints_all();
  };
  for (const auto* const pattern : {"[A-Z][0-9]{3} x", "a\\.b", "GET|PUT", "\\d{5}\\t", "[a-c]|[d-f]", "{x"})
    CHECK_MESSAGE(is_sequence(pattern), pattern);
  for (const auto* const pattern : {"a+b", "^ab", "ab$", "a.b", "a\\b", "[^a]b", "a|ab", "ab|a", "(ab)", "a|",
                                    "\xC3\xA9", "[\xC3\xA9]", "\\w", "a{2,3}", "a{0}", "a{65}", "(?i)ab", "\\x61"})
    CHECK_FALSE_MESSAGE(is_sequence(pattern), pattern);
  const pattern_options either{.fixed = false, .ignore_case = true, .words = false, .bytes = false};
  CHECK(is_sequence("[a-c]e", either));
  CHECK_FALSE(is_sequence("[j-l]e", either));
  CHECK(is_sequence("[j-l]e", {.fixed = false, .ignore_case = true, .words = false, .bytes = true}));
  CHECK_FALSE(is_sequence("[a-c]e", {.fixed = false, .ignore_case = false, .words = true, .bytes = false}));
}

}  // namespace mmapkit::tool
