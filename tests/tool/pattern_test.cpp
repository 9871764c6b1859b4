#include "pattern.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "automaton.hpp"

namespace mmapkit::tool {

namespace {

constexpr std::ptrdiff_t nowhere = -1;

std::ptrdiff_t match(std::string_view pattern, std::string_view line, letter_case letters = letter_case::matters) {
  automaton machine{parse_pattern(pattern, letters)};
  const auto at = machine.leftmost_match(line);
  return at ? static_cast<std::ptrdiff_t>(*at) : nowhere;
}

}  // namespace

TEST_CASE("the leftmost match counts, also where another ends first") {
  CHECK(match("c|abcd", "xabcd") == 1);
  CHECK(match("b*", "aab") == 0);
  CHECK(match("b+", "aab") == 2);
}

TEST_CASE("repetitions mean what ECMAScript says") {
  CHECK(match("^ab?c$", "ac") == 0);
  CHECK(match("^a{2}$", "aa") == 0);
  CHECK(match("^a{2}$", "aaa") == nowhere);
  CHECK(match("^a{2,}$", "aaaa") == 0);
  CHECK(match("^a{1,3}$", "aaaa") == nowhere);
  CHECK(match("^(ab){0}c", "abc") == nowhere);
  CHECK(match("a.*?c", "xabcc") == 1);
  CHECK(match("(a*)*b", "aaaab") == 0);
  CHECK(match("((){1000}){1000}", "") == 0);
}

TEST_CASE("braces that are no repetition stand for themselves") {
  CHECK(match("{\"id\":", "x{\"id\":7}") == 1);
  CHECK(match("a{,2}", "aa{,2}") == 1);
}

TEST_CASE("choices and groups nest") {
  CHECK(match("^(?:a|b(c|d))+$", "abdabc") == 0);
  CHECK(match("^(|a)b$", "b") == 0);
  CHECK(match("x|", "y") == 0);
}

TEST_CASE("classes are sets of bytes") {
  CHECK(match("[a-c]", "xyzb") == 3);
  CHECK(match("[^a-c]", "abcx") == 3);
  CHECK(match("[]", "a") == nowhere);
  CHECK(match("[^]", "a") == 0);
  CHECK(match("[a-]", "x-") == 1);
  CHECK(match("[\\]\\\\]", "x\\") == 1);
  CHECK(match("[[:digit:][:upper:]_]+$", "xA_9") == 1);
  CHECK(match("[\\d-]+$", "x-1-2") == 1);
  CHECK(match("[\\W]", "ab c") == 2);
}

TEST_CASE("escapes name bytes and classes") {
  CHECK(match("\\d\\D\\s\\S\\w\\W", "1a 2_-") == 0);
  CHECK(match("\\x41\\u0042\\t", "AB\t") == 0);
  CHECK(match("\\u00e9", "caf\xC3\xA9") == 3);
  CHECK(match("\\u20ac", "\xE2\x82\xAC") == 0);
  CHECK(match("a\\.b\\/\\$", "a.b/$") == 0);
}

TEST_CASE("a repetition takes all bytes of a UTF-8 character") {
  CHECK(match("^\xC3\xA9{2}$", "\xC3\xA9\xC3\xA9") == 0);
  CHECK(match("^\xC3\xA9{2}$", "\xC3\xA9\xA9") == nowhere);
}

TEST_CASE("a dot is any byte but the ends of lines") {
  CHECK(match("^.$", "\xFF") == 0);
  CHECK(match("^.$", "\r") == nowhere);
}

TEST_CASE("assertions look at both sides of a place") {
  CHECK(match("^", "") == 0);
  CHECK(match("$", "ab") == 2);
  CHECK(match("^$", "a") == nowhere);
  CHECK(match("\\bcat\\b", "concat cat") == 7);
  CHECK(match("\\Bcat", "cat concat") == 7);
  CHECK(match("\\b", "  ") == nowhere);
  CHECK(match("\\B", "") == 0);
  CHECK(match("a^b", "ab") == nowhere);
}

TEST_CASE("without case, letters match in either case and nothing else changes") {
  CHECK(match("eRRor [a-c]", "x ERROR B", letter_case::ignored) == 2);
  CHECK(match("[^a]", "A", letter_case::ignored) == nowhere);
  CHECK(match("@", "`", letter_case::ignored) == nowhere);
}

TEST_CASE("what is wrong with a pattern is said with its place") {
  const auto reason = [](std::string_view pattern) -> std::string {
    try {
      parse_pattern(pattern, letter_case::matters);
    } catch (const pattern_error& error) {
      return error.what();
    }
    return "";
  };
  CHECK(reason("a(b") == "cannot use the pattern 'a(b': a ( without its ) at 1");
  CHECK(reason("ab)") == "cannot use the pattern 'ab)': a ) without its ( at 2");
  CHECK(reason("[a") == "cannot use the pattern '[a': a [ without its ] at 0");
  CHECK(reason("a**") == "cannot use the pattern 'a**': nothing to repeat at 2");
  CHECK(reason("\\") == "cannot use the pattern '\\': a \\ at the end at 0");
  CHECK(reason("(a)\\1") == "cannot use the pattern '(a)\\1': back references are not supported at 3");
  CHECK(reason("a(?!b)") == "cannot use the pattern 'a(?!b)': look-ahead is not supported at 1");
  for (const std::string_view pattern :
       {"*", "|+", "^*", "{2}", "a{3}{2}", "a{3,2}", "a{1001}", "[z-a]", "[a-\\d]", "[[:no:]]", "[[.a.]]", "[\xC3\xA9]",
        "\\q", "\\x4", "\\u12g4", "\\ud800", "\\01", "(?<n>a)", "(?a)"}) {
    CAPTURE(pattern);
    CHECK(reason(pattern) != "");
  }
}

TEST_CASE("a pattern too deep or too large is an error, not a crash") {
  CHECK_THROWS_AS(match(std::string(100000, '('), ""), pattern_error);
  CHECK_THROWS_AS(match("((a{1000}){1000}){1000}", ""), pattern_error);
}

TEST_CASE("time and stack do not grow with the line: a line of 2 MB") {
  const std::string line(2000000, 'a');
  CHECK(match("(a|b)*c", line) == nowhere);
  CHECK(match("a.*y", line) == nowhere);
  CHECK(match("(a*)*$", line) == 0);
}

TEST_CASE("more states than memory allows are forgotten, and the matches stay right") {
  std::mt19937 random{3};
  std::string line;
  for (int i = 0; i < 60000; ++i) line += random() % 2 == 0 ? 'a' : 'b';
  line.replace(23456, 30, std::string(30, 'a'));
  const auto expected = static_cast<std::ptrdiff_t>(line.find(std::string(30, 'a')));
  // A state for every set of places where one of the next 24 bytes was an a.
  CHECK(match("a{30}|c[ab]{24}(a|bb)", line) == expected);
  CHECK(match("c(a|b){24}a", line) == nowhere);
}

}  // namespace mmapkit::tool
