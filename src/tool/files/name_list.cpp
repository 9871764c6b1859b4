#include "name_list.hpp"

#include <fstream>
#include <iostream>

#include "terminal/output.hpp"

namespace mmapkit::tool {

std::vector<std::string> read_names(const std::string& file) {
  const auto fail = [&](const char* why) {
    throw fatal_error{formatted("cannot read names from '{}': {}", file, why)};
  };
  std::ifstream opened;
  if (file != "-") {
    opened.open(file, std::ios::binary);
    if (!opened) fail("it cannot be opened");
  }
  std::istream& from = file == "-" ? std::cin : opened;
  std::vector<std::string> names;
  for (std::string name; std::getline(from, name, '\0');) {
    if (name.empty()) fail("a name is empty");
    names.push_back(name);
  }
  if (from.bad()) fail("reading failed");
  return names;
}

}  // namespace mmapkit::tool
