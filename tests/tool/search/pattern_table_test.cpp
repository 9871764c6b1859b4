#include "search/pattern_table.hpp"

#include <doctest/doctest.h>

#include "search/line_search.hpp"

namespace mmapkit::tool {

namespace {

std::string text_of(const char* name) {
  std::ifstream file{std::filesystem::path{MMAPKIT_PATTERNS} / name, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::size_t lines_that_match(line_search& search, std::string_view text) {
  std::size_t lines = 0;
  std::size_t from = 0;
  search.learn(text);
  while (const auto found = search.next(text, from)) {
    ++lines;
    from = found->line.end + 1;
  }
  return lines;
}

std::string told_of(const std::string& pattern) {
  try {
    line_search search{{pattern}, {}};
    std::string told;
    for (const auto* name : pattern_texts) {
      if (!told.empty()) told += ' ';
      told += std::to_string(lines_that_match(search, text_of(name)));
    }
    return told;
  } catch (const pattern_error&) {
    return "refused";
  }
}

}  // namespace

TEST_CASE("every pattern of the table matches so many lines, or is refused") {
  const auto rows = pattern_table();
  CHECK(rows.size() >= 120);
  for (const auto& row : rows) {
    CAPTURE(row.pattern);
    CHECK(told_of(row.pattern) == row.told);
  }
}

}  // namespace mmapkit::tool
