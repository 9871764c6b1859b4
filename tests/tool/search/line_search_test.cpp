#include "search/line_search.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace mmapkit::tool {

namespace {

using found_lines = std::vector<std::pair<std::uint64_t, std::string>>;

found_lines find_lines(line_search search, std::string_view text) {
  found_lines found;
  search.learn(text);
  std::size_t from = 0;
  while (const auto match = search.next(text, from)) {
    found.emplace_back(match->match.begin, text.substr(match->line.begin, match->line.end - match->line.begin));
    from = match->line.end + 1;
  }
  return found;
}

found_lines find_lines(const std::string& pattern, std::string_view text, const pattern_options& options = {}) {
  return find_lines(line_search{{pattern}, options}, text);
}

constexpr pattern_options fixed{.fixed = true, .ignore_case = false, .words = false, .bytes = false};

}  // namespace

TEST_CASE("a line that matches twice is found once, at its first match") {
  CHECK(find_lines("o", "foo o\nno\n") == found_lines{{1, "foo o"}, {7, "no"}});
}

TEST_CASE("a carriage return is part of its line") {
  CHECK(find_lines("a\r", "a\r\na\r\r\n", fixed) == found_lines{{0, "a\r"}, {3, "a\r\r"}});
  CHECK(find_lines("a", "a\r", fixed) == found_lines{{0, "a\r"}});
}

TEST_CASE("an empty text is in every line, and behind the last newline is none") {
  CHECK(find_lines("", "a\n\nb", fixed) == found_lines{{0, "a"}, {2, ""}, {3, "b"}});
  CHECK(find_lines("", "a\n", fixed) == found_lines{{0, "a"}});
  CHECK(find_lines("", "", fixed).empty());
}

TEST_CASE("a newline parts two texts, as does the number of patterns") {
  CHECK(find_lines("b\nc", "a\nb\nxc\n", fixed) == found_lines{{2, "b"}, {5, "xc"}});
  CHECK(find_lines(line_search{{"b", "c"}, fixed}, "a\nb\nxc\n") == found_lines{{2, "b"}, {5, "xc"}});
}

TEST_CASE("in a letter's other case a text is found where it is asked for") {
  const pattern_options either{.fixed = true, .ignore_case = true, .words = false, .bytes = false};
  CHECK(find_lines("[eR", "x[Er\n{er\n", either) == found_lines{{1, "x[Er"}});
  CHECK(find_lines("er", "ER\n").empty());
}

TEST_CASE("what is learnt of the text changes nothing but the speed") {
  const std::string text = "xxxxxxxxab\nxxba\nxxabc\n";
  for (const std::string_view sample : {"", "a", "b", "aab", "bba", "zz"}) {
    line_search search{{"ab"}, fixed};
    search.learn(sample);
    CHECK(search.next(text, 0)->match.begin == 8);
    CHECK(search.next(text, 11)->match.begin == 18);
    CHECK_FALSE(search.next(text, 22));
  }
}

}  // namespace mmapkit::tool
