// What `count` and `find` read.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "terminal/progress.hpp"

namespace mmapkit::tool {

struct input_choice {
  std::vector<std::string> files;  // without any, and for "-": standard input
  std::string names_from;          // a file with the names of more files, each ended by a zero byte
  bool recursive = false;          // folders with all that is in them
};

// The names that are given. Throws: fatal_error, as read_names.
std::vector<std::string> names_of(const input_choice& choice);

// Calls the body with each file; one that cannot be read does not keep the others from being read. The body advances
// the progress, and returns whether more files are wanted. Returns whether all could be read.
using input_body = std::function<bool(const std::string& name, progress&)>;
bool for_each_input(const std::vector<std::string>& names, bool recursive, const input_body& body);

}  // namespace mmapkit::tool
