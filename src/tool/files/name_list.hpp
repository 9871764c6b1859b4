// Names of files that another program has written.
#pragma once

#include <string>
#include <vector>

namespace mmapkit::tool {

// The names in a file, each ended by a NUL byte, as `find -print0` writes them; "-" is standard input.
// Throws: fatal_error where it cannot be read, or has an empty name.
std::vector<std::string> read_names(const std::string& file);

}  // namespace mmapkit::tool
