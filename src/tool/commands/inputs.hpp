// What the commands are given to read.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "terminal/progress.hpp"

namespace mmapkit::tool {

struct input_choice {
  std::vector<std::string> files;  // without any, and for "-": standard input
  std::string names_from;          // a file with more names, each ended by a NUL byte; "-": standard input
  bool recursive = false;          // folders with all that is in them
};

// The names that are given; with neither names nor a file of them, what is read instead.
// Throws: fatal_error where names cannot be read, or one is empty.
std::vector<std::string> names_of(const input_choice& choice);

// Calls the body with each file; one that cannot be read does not keep the others from being read. The body advances
// the progress, and returns whether more files are wanted. Returns whether all could be read.
using input_body = std::function<bool(const std::string& name, progress&)>;
bool for_each_input(const std::vector<std::string>& names, bool recursive, const input_body& body);

}  // namespace mmapkit::tool
