// The subcommands. Each returns the exit status: 0, or what stands with it.
#pragma once

#include <exception>
#include <string>
#include <vector>

#include "output.hpp"

namespace mmapkit::tool {

inline constexpr int success = 0;
inline constexpr int nothing_found = 1;
inline constexpr int failure = 2;

// Every row of every type: its mark, its native value, whether this system supports it, since when it is; and the same
// as JSON, an object a row.
int list_flags();
int list_flags_as_json();

// The tables of the README: the same on every system.
int list_flags_as_markdown();

enum class counted : std::uint8_t { everything, lines };

// Lines, words and bytes of each file, as wc. `failure` if any file could not be read.
int count(const std::vector<std::string>& files, counted what);

struct find_request {
  std::string pattern;
  std::vector<std::string> files;
  bool fixed_string = false;
  bool ignore_case = false;
  bool count_only = false;
};

// The lines that match, each with the offset of its match. `nothing_found` if no line matches; `failure` if any file
// could not be read.
// Throws: pattern_error, before any file is opened.
int find(const find_request& request);

// Calls the body with each file; one that cannot be read does not keep the others from being read.
// Returns whether all could be.
template <class Body>
bool for_each_file(const std::vector<std::string>& files, Body body) {
  bool all_read = true;
  for (const std::string& file : files) {
    try {
      body(file);
    } catch (const output_error&) {
      throw;
    } catch (const std::exception& problem) {
      complain(problem.what());
      all_read = false;
    }
  }
  return all_read;
}

}  // namespace mmapkit::tool
