// What the command offers, as CLI11 knows it: from this the manual page and the shells' completions are made.
#pragma once

#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own
class App;
}  // namespace CLI

namespace mmapkit::tool {

// An option, or an argument without a name of its own, such as FILE.
struct option_description {
  std::vector<std::string> names;  // "-l", "--lines"; none for an argument
  std::string value;               // what stands after it; empty for a flag. The name of an argument
  std::string text;
  bool repeatable = false;
};

struct command_description {
  std::string name;
  std::string text;
  std::string more;  // what --help says at its end
  std::vector<option_description> options;
  std::vector<option_description> arguments;
  std::vector<command_description> commands;
};

command_description describe(const CLI::App& app);

// In the language of man(7).
std::string manual_page(const command_description& program, const std::string& version);

std::string bash_completion(const command_description& program);
std::string zsh_completion(const command_description& program);
std::string fish_completion(const command_description& program);

// Whether the shell should offer the names of files for it.
bool is_path(const option_description& argument);

// Within '...' of a POSIX shell and of zsh.
std::string single_quoted(const std::string& text);

// The text with `escape` before each of these characters.
std::string escaped(const std::string& text, const std::string& characters, const std::string& escape);

}  // namespace mmapkit::tool
