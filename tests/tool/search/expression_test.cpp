#include "search/expression.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "files/file_windows.hpp"
#include "scratch_file.hpp"
#include "search/line_search.hpp"

namespace mmapkit::tool {

namespace {

using matches = std::vector<std::pair<std::uint64_t, std::string>>;

matches matches_of(line_search search, std::string_view text, std::uint64_t offset = 0) {
  matches found;
  search.learn(text);
  std::size_t from = 0;
  while (const auto next = search.next(text, from)) {
    const auto [begin, end] = next->match;
    found.emplace_back(offset + begin, text.substr(begin, end - begin));
    from = next->line.end + 1;
  }
  return found;
}

matches matches_of(const std::string& pattern, std::string_view text, const pattern_options& options = {}) {
  return matches_of(line_search{{pattern}, options}, text);
}

std::string refusal(const std::string& pattern) {
  try {
    const line_search search{{pattern}, {}};
  } catch (const pattern_error& problem) {
    return problem.what();
  }
  return "";
}

pattern_options ignoring_case() {
  pattern_options options;
  options.ignore_case = true;
  return options;
}

}  // namespace

TEST_CASE("letters are searched for in their own case only where the pattern has them as they stand") {
  CHECK(matches_of("Abcd{0}.abcd", "Abc.abcd\n") == matches{{0, "Abc.abcd"}});
  CHECK(matches_of("Abcd{,1}.abcd", "Abc.abcd\n") == matches{{0, "Abc.abcd"}});
  CHECK(matches_of("A.b.a[.]b", "Axb.a.b\n") == matches{{0, "Axb.a.b"}});
}

TEST_CASE("no match reaches over the end of a line") {
  CHECK(matches_of("a\\s+b", "a\nb\n").empty());
  CHECK(matches_of("a[^x]b", "a\nb\n").empty());
  CHECK(matches_of("(?s)a.b", "a\nb\n").empty());
  CHECK(matches_of("[\\n]", "a\n\n").empty());
}

TEST_CASE("the ends of a line are those of RE2, with and without many lines") {
  CHECK(matches_of("^b", "ab\nb\n") == matches{{3, "b"}});
  CHECK(matches_of("b$", "ba\nb\n") == matches{{3, "b"}});
  CHECK(matches_of("\\Ab", "ab\nb\n") == matches{{3, "b"}});
  CHECK(matches_of("b\\z", "ba\nb\nab") == matches{{3, "b"}, {6, "b"}});
  CHECK(matches_of("(?-m)^b$", "ba\nb\n") == matches{{3, "b"}});
  CHECK(matches_of("^$", "a\n\nb\n") == matches{{2, ""}});
}

TEST_CASE("a carriage return is white space before the end of a line") {
  CHECK(matches_of("\\r", "a\r\n") == matches{{1, "\r"}});
  CHECK(matches_of("a\\s$", "a\r\n") == matches{{0, "a\r"}});
  CHECK(matches_of("a$", "a\r\n").empty());
}

TEST_CASE("a character is one of UTF-8, or a byte where that is asked for") {
  pattern_options bytes;
  bytes.bytes = true;
  const std::string word = "a\xC3\xA9z";
  CHECK(matches_of("a.z", word) == matches{{0, word}});
  CHECK(matches_of("a.z", word, bytes).empty());
  CHECK(matches_of("\\xe9", "\xC3\xA9") == matches{{0, "\xC3\xA9"}});
  CHECK(matches_of("\\xe9", "\xE9").empty());
  CHECK(matches_of("\\xe9", "\xE9", bytes) == matches{{0, "\xE9"}});
}

TEST_CASE("word characters and the case of letters are those of every script") {
  CHECK(matches_of("\\w+", "\xC3\xA9t\xC3\xA9!") == matches{{0, "\xC3\xA9t\xC3\xA9"}});
  CHECK(matches_of("[\\w!]+", "\xC3\xA9!") == matches{{0, "\xC3\xA9!"}});
  CHECK(matches_of("\\W", "\xC3\xA9!") == matches{{2, "!"}});
  CHECK(matches_of("\xC3\x89", "\xC3\xA9", ignoring_case()) == matches{{0, "\xC3\xA9"}});
}

TEST_CASE("the letters K and S have a third case") {
  const std::string text = std::string{"\xE2\x84\xAA"} + "elvin\xC5\xBF 4";
  CHECK(matches_of("kelvins", text, ignoring_case()).size() == 1);
  CHECK(matches_of("(?i)kelvins [0-9]", text).size() == 1);
}

TEST_CASE("a word has no word character beside it, whatever a match may be besides") {
  pattern_options words;
  words.words = true;
  CHECK(matches_of("read", "thread read\n", words) == matches{{7, "read"}});
  CHECK(matches_of("re|read", "read\n", words) == matches{{0, "read"}});
  CHECK(matches_of("@x", "a @x b\n", words) == matches{{2, "@x"}});
  CHECK(matches_of("t", "\xC3\xA9t\n", words).empty());
}

TEST_CASE("repetitions and brackets mean what they mean to grep") {
  CHECK(matches_of("^a{,2}$", "aa\naaa\n") == matches{{0, "aa"}});
  CHECK(matches_of("[]a]+", "x]a") == matches{{1, "]a"}});
  CHECK(matches_of("[^]a]+", "]xa") == matches{{1, "x"}});
  CHECK(matches_of("[[:digit:]]", "a1") == matches{{1, "1"}});
  CHECK(matches_of("\\Q[\\w\\E]", "a[\\w]") == matches{{1, "[\\w]"}});
}

TEST_CASE("what an automaton or a line cannot have is refused, and not taken for something else") {
  for (const auto* pattern :
       {"\\<a", "a\\>", "a\\nb", "(a)\\1", "a(?=b)", "a(?<!b)", "(a", "[a", "[\\W]", "a{3,2}", "a)", "*a"})
    CHECK_MESSAGE(!refusal(pattern).empty(), pattern);
  CHECK(refusal("(a") == "cannot use the pattern '(a': missing ): (a");
}

TEST_CASE("patterns are joined as a whole each") {
  CHECK(matches_of(line_search{{"^a|b", "c$"}, {}}, "xa\nxb\ncx\nxc\n") == matches{{4, "b"}, {10, "c"}});
  CHECK(refusal("a\n(b") == "cannot use the pattern '(b': missing ): (b");
}

// Hints are found first where a pattern has some: every line that matches has to be found all the same.
TEST_CASE("hints change nothing but the speed") {
  const std::string text = "zeal@\nthe quirky@ one\nQUIRK\nxylo@xylox@\nms=990 \nms=99x \nMs=995 ok\nno\n";
  CHECK(matches_of("(zeal|quirk|xylo)[a-z]+@", text) == matches{{10, "quirky@"}, {33, "xylox@"}});
  CHECK(matches_of("ms=99[0-9] ", text) == matches{{40, "ms=990 "}});
  CHECK(matches_of("(?i:ms)=99[0-9] ", text) == matches{{40, "ms=990 "}, {56, "Ms=995 "}});
  CHECK(matches_of("zeal|no?", text) == matches{{0, "zeal"}, {19, "n"}, {66, "no"}});
}

TEST_CASE("hints are in the case in which their pattern matches") {
  CHECK(matches_of("GET|g[e]t", "xget\nGET\nGet\n") == matches{{1, "get"}, {5, "GET"}});
  CHECK(matches_of("\\101bcd", "abcd\nAbcd\n") == matches{{5, "Abcd"}});
  CHECK(matches_of("\\x41bcd", "abcd\nAbcd\n") == matches{{5, "Abcd"}});
  CHECK(matches_of("[0-9] GET /x", "1 get /x\n1 GET /x\n") == matches{{9, "1 GET /x"}});
  CHECK(matches_of("(GET)?get[0-9]", "get1\nGETget2\nGET3\n") == matches{{0, "get1"}, {5, "GETget2"}});
  CHECK(matches_of("[Gg]et[0-9]", "get1\nGet2\nGET3\n") == matches{{0, "get1"}, {5, "Get2"}});
  CHECK(matches_of("a(?i:bc)d[0-9]", "aBCd1\naBCD1\n") == matches{{0, "aBCd1"}});
}

TEST_CASE("of several hints the rarest is taken, and another where it is in vain") {
  std::string text = "no at\nzeal\n";
  for (int i = 0; i < 3000; ++i) text += "a@b quirk\n";
  text += "xylox@\n";
  const auto expected = matches{{text.size() - 7, "xylox@"}};
  CHECK(matches_of("(zeal|quirk|xylo)[a-z]+@", text) == expected);
  CHECK(matches_of("(zeal|quirk|xylo)[a-z]+@", std::string(20000, '\n') + text).size() == 1);
}

TEST_CASE("hints in each line are given up, and nothing is lost") {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += i % 1000 == 999 ? "hint 7 is true\n" : "hint x is in vain\n";
  CHECK(matches_of("hint [0-9] is", text).size() == 5);
}

TEST_CASE("the same lines are found through windows of any size") {
  const std::string content = "alpha beta\n\nbeta\r\ngamma alphabet\nalpha alpha alpha alpha\nlast beta";
  const scratch_file file{content};
  for (const char* pattern : {"beta", "a b|^beta$", "", "(alpha ?){3}", "t.$", "zeta", "\\Abeta"}) {
    const matches expected = matches_of(pattern, content);
    for (std::size_t window = 1; window <= content.size(); ++window) {
      matches found;
      for_each_window(file.path(), window, window_end::after_line, [&](std::uint64_t offset, std::string_view text) {
        for (auto& match : matches_of(line_search{{pattern}, {}}, text, offset)) found.push_back(std::move(match));
        return true;
      });
      CHECK(found == expected);
    }
  }
}

}  // namespace mmapkit::tool
