#include "line_search.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "scratch_file.hpp"
#include "windows.hpp"

namespace mmapkit::tool {

namespace {

using found_lines = std::vector<std::pair<std::uint64_t, std::string>>;

found_lines find_lines(line_search search, std::string_view text, std::uint64_t offset = 0) {
  found_lines found;
  search.learn(text);
  std::size_t from = 0;
  while (const auto match = search.next(text, from)) {
    found.emplace_back(offset + match->match, match->line);
    from = match->next;
  }
  return found;
}

found_lines find_lines(std::string_view pattern, std::string_view text) {
  return find_lines(line_search{parse_pattern(pattern, letter_case::matters)}, text);
}

}  // namespace

TEST_CASE("a line that matches twice is found once, at its first match") {
  CHECK(find_lines("o", "foo o\nno\n") == found_lines{{1, "foo o"}, {7, "no"}});
  CHECK(find_lines("o+", "foo o\nno\n") == found_lines{{1, "foo o"}, {7, "no"}});
}

TEST_CASE("no match reaches over the end of a line") {
  CHECK(find_lines("a\nb", "a\nb\n").empty());
  CHECK(find_lines("a\\s+b", "a\nb\n").empty());
  CHECK(find_lines("a[^x]b", "a\nb\n").empty());
  CHECK(find_lines("\n", "a\n\n").empty());
  CHECK(find_lines("a\r", "a\r\na\r\r\n") == found_lines{{3, "a\r"}});
}

TEST_CASE("only a carriage return before a newline ends the line with it") {
  CHECK(find_lines("a$", "a\r\n") == found_lines{{0, "a"}});
  CHECK(find_lines("a", "a\r") == found_lines{{0, "a\r"}});
  CHECK(find_lines("^$", "\r\n\n") == found_lines{{0, ""}, {2, ""}});
}

TEST_CASE("a line with the literal but without the match is passed over") {
  CHECK(find_lines("ERROR.*timeout", "timeout ERROR\nERROR\nERROR, timeout\n") == found_lines{{20, "ERROR, timeout"}});
}

TEST_CASE("what is learnt of the text changes nothing but the speed") {
  const std::string text = "xxxxxxxxab\nxxba\nxxabc\n";
  for (const std::string_view sample : {"", "a", "b", "aab", "bba", "zz"}) {
    line_search search{parse_pattern("ab", letter_case::matters)};
    search.learn(sample);
    CHECK(search.next(text, 0)->match == 8);
    CHECK(search.next(text, 11)->match == 18);
    CHECK_FALSE(search.next(text, 22));
  }
}

TEST_CASE("any literal is the same pattern as an expression and as a fixed string") {
  const std::string text = "one (two)\nthree.four\n";
  const auto fixed = [&](std::string_view pattern) {
    return find_lines(line_search{literal_pattern(pattern, letter_case::matters)}, text);
  };
  CHECK(fixed("(two)") == find_lines("\\(two\\)", text));
  CHECK(fixed(".") == find_lines("\\.", text));
  CHECK(fixed("") == find_lines("", text));
}

TEST_CASE("the same lines are found through windows of any size") {
  const std::string content = "alpha beta\n\nbeta\r\ngamma alphabet\nalpha alpha alpha alpha\nlast beta";
  const scratch_file file{content};
  for (const std::string_view pattern : {"beta", "a b|^beta$", "", "(alpha ?){3}", "t.$", "zeta"}) {
    const found_lines expected = find_lines(pattern, content);
    for (std::size_t window = 1; window <= content.size(); ++window) {
      found_lines found;
      for_each_window(file.path(), window, window_end::after_line, [&](std::uint64_t offset, std::string_view text) {
        const line_search search{parse_pattern(pattern, letter_case::matters)};
        for (auto& line : find_lines(search, text, offset)) found.push_back(std::move(line));
      });
      CHECK(found == expected);
    }
  }
}

}  // namespace mmapkit::tool
