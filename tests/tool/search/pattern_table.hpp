// The table of patterns in patterns/patterns.txt, and the texts beside it.
#pragma once

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace mmapkit::tool {

inline constexpr std::array pattern_texts{"log", "utf8", "code"};

struct pattern_row {
  std::string pattern;
  std::string told;   // how many lines of each text match, or "refused"
  std::string peers;  // those that tell the same: E and P are grep's, R is ripgrep
};

inline std::vector<pattern_row> pattern_table() {
  std::vector<pattern_row> rows;
  std::ifstream file{std::filesystem::path{MMAPKIT_PATTERNS} / "patterns.txt", std::ios::binary};
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("# ")) continue;
    const auto first = line.find('\t');
    const auto second = line.find('\t', first + 1);
    rows.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1), line.substr(second + 1)});
  }
  return rows;
}

}  // namespace mmapkit::tool
