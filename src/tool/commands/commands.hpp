// The subcommands. Each returns the exit status: 0, or what its comment says.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "exit_status.hpp"
#include "inputs.hpp"
#include "search/expression.hpp"
#include "terminal/output.hpp"

namespace mmapkit::tool {

// Every row of every type: its mark, its native value, whether this system supports it, since when it is; and the same
// as JSON, an object a row.
int list_flags();
int list_flags_as_json();

// The tables of include/mmapkit/flags/README.md: the same on every system.
int list_flags_as_markdown();

struct count_request {
  bool lines = false;  // these in this order; without any lines, words and bytes
  bool words = false;
  bool characters = false;
  bool bytes = false;
  bool longest_line = false;
};

// As wc: a row for each file, and a total. `failure` if any file could not be read.
int count(count_request request, const input_choice& inputs);

struct find_request {
  std::vector<std::string> patterns;
  pattern_options pattern;
  bool count = false;         // how many lines, and not the lines
  bool names = false;         // the names of the files alone
  bool quiet = false;         // nothing but the exit status
  bool invert = false;        // lines that do not match
  bool only_matches = false;  // each match, and not its line
  bool numbers = false;       // of the lines
  bool line_offsets = false;  // beside those of the matches
  bool as_text = false;       // binary files too
  std::size_t before = 0;     // lines of context
  std::size_t after = 0;
  std::string colour = "auto";
};

// The lines that match, each with the offset of its match. `nothing_found` if no line matches; `failure` if any file
// could not be read, but for `quiet` with a match.
// Throws: pattern_error, before any file is opened.
int find(const find_request& request, const input_choice& inputs);

}  // namespace mmapkit::tool
