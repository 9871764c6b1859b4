// What grep and ripgrep say of the table of patterns, where they are installed.
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>

#include "search/pattern_table.hpp"

namespace mmapkit::tool {

namespace {

struct peer {
  char letter;
  const char* command;
};

constexpr std::array peers{
    peer{'E', "grep -a -h -c -E"},
    peer{'P', "grep -a -h -c -P"},
    peer{'R', "rg -a -I -c --include-zero --sort path"},
};

// Its standard output, with spaces between lines; "refused" where it says nothing.
std::string output_of(const std::string& command) {
  std::string output;
  FILE* const pipe = ::popen(("LC_ALL=C.UTF-8 " + command + " 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return "refused";
  for (int c = 0; (c = std::fgetc(pipe)) != EOF;) output += c == '\n' ? ' ' : static_cast<char>(c);
  ::pclose(pipe);
  if (output.empty()) return "refused";
  output.pop_back();
  return output;
}

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return result + "'";
}

std::string told_by(const peer& one, const std::string& pattern) {
  std::string all;
  for (const auto* name : pattern_texts) {
    const auto file = std::filesystem::path{MMAPKIT_PATTERNS} / name;
    const auto told = output_of(one.command + (" -e " + quoted(pattern)) + " " + quoted(file.string()));
    if (told == "refused") return told;
    all += (all.empty() ? "" : " ") + told;
  }
  return all;
}

}  // namespace

TEST_CASE("grep and ripgrep tell the same of a pattern, where the table says so") {
  for (const auto& one : peers) {
    if (told_by(one, "a|b") == "refused") {
      MESSAGE("left out, since it is not here: " << one.command);
      continue;
    }
    for (const auto& row : pattern_table()) {
      if (row.peers.find(one.letter) == std::string::npos) continue;
      CAPTURE(one.command);
      CAPTURE(row.pattern);
      CHECK(told_by(one, row.pattern) == row.told);
    }
  }
}

}  // namespace mmapkit::tool
