#include "inputs.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>

#include "files/file_walk.hpp"
#include "files/file_windows.hpp"
#include "terminal/output.hpp"
#include "text/text.hpp"

namespace mmapkit::tool {

namespace {

// The body wants no more; it goes through the walk, which complains of exceptions of the standard library.
struct enough {};

bool is_folder(const std::string& name) {
  std::error_code unknown;
  return std::filesystem::is_directory(name, unknown);
}

std::uint64_t bytes_of_inputs(const std::vector<std::string>& names, bool recursive) {
  if (std::any_of(names.begin(), names.end(), is_stream)) return 0;
  file_choice choice;
  std::copy_if(names.begin(), names.end(), std::back_inserter(choice.paths),
               [&](const std::string& name) { return recursive || !is_folder(name); });
  return bytes_of(std::move(choice), {});
}

// Each is ended by a NUL byte, as `find -print0` writes them.
void read_names(const std::string& file, std::vector<std::string>& names) {
  const auto fail = [&](const char* why) {
    throw fatal_error{formatted("cannot read names from '{}': {}", file, why)};
  };
  std::ifstream opened;
  if (file != "-") {
    opened.open(file, std::ios::binary);
    if (!opened) fail("it cannot be opened");
  }
  std::istream& from = file == "-" ? std::cin : opened;
  for (std::string name; std::getline(from, name, '\0');) {
    if (name.empty()) fail("a name is empty");
    names.push_back(name);
  }
  if (from.bad()) fail("reading failed");
}

}  // namespace

std::vector<std::string> names_of(const input_choice& choice) {
  auto names = choice.files;
  if (!choice.names_from.empty())
    read_names(choice.names_from, names);
  else if (names.empty())
    names.emplace_back(choice.recursive ? "." : "-");
  return names;
}

bool for_each_input(const std::vector<std::string>& names, bool recursive, const input_body& body) {
  progress so_far{[&] { return bytes_of_inputs(names, recursive); }};
  bool all_read = true;
  const auto visit = [&](const std::string& name) {
    if (!body(name, so_far)) throw enough{};
  };
  for (const std::string& name : names) {
    try {
      if (recursive && is_folder(name))
        all_read &= walk({{name}, {}, {}}, [&](const chosen_file& found) { visit(name_of(found.path)); }).all_read;
      else
        visit(name);
    } catch (const enough&) {
      break;
    } catch (const fatal_error&) {
      throw;
    } catch (const std::exception& problem) {
      complain(problem.what());
      all_read = false;
    }
  }
  return all_read;
}

}  // namespace mmapkit::tool
