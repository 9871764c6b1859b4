#include "description.hpp"
#include "text/formatted.hpp"

namespace mmapkit::tool {

namespace {

// In '...' fish gives the backslash a meaning, as POSIX shells do not.
std::string quoted(const std::string& text) { return formatted("'{}'", escaped(text, "\\'", "\\")); }

std::string options(const command_description& command, const std::string& begin) {
  std::string made;
  for (const auto& option : command.options) {
    made += begin;
    for (const auto& name : option.names) {
      made += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    if (!option.value.empty()) made += is_path(option) ? " -rF" : " -x";
    made += " -d " + quoted(option.text) + "\n";
  }
  return made;
}

}  // namespace

std::string fish_completion(const command_description& program) {
  const auto all = "complete -c " + program.name;
  const auto first = all + " -n __fish_use_subcommand";
  auto made = formatted("# fish completion for {}\n{} -f\n", program.name, all);
  for (const auto& command : program.commands) {
    made += formatted("{} -a {} -d {}\n", first, command.name, quoted(command.text));
  }
  made += options(program, first);
  for (const auto& command : program.commands) {
    const auto after = formatted("{} -n '__fish_seen_subcommand_from {}'", all, command.name);
    made += options(command, after);
    for (const auto& argument : command.arguments) {
      if (is_path(argument)) made += after + " -F\n";
    }
  }
  return made;
}

}  // namespace mmapkit::tool
