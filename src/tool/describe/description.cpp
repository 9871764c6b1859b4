#include "description.hpp"

#include <CLI/CLI.hpp>

namespace mmapkit::tool {

namespace {

option_description describe_option(const CLI::Option& option) {
  option_description made;
  for (const auto& name : option.get_snames()) made.names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) made.names.push_back("--" + name);
  const bool is_flag = option.get_items_expected_max() == 0;
  if (made.names.empty()) {
    made.value = option.get_name(true);
  } else if (!is_flag) {
    made.value = option.get_type_name();
  }
  made.text = option.get_description();
  made.repeatable = option.get_items_expected_max() > 1 ||
                    (!is_flag && option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll);
  return made;
}

}  // namespace

command_description describe(const CLI::App& app) {
  command_description made{app.get_name(), app.get_description(), app.get_footer(), {}, {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    auto& list = option->nonpositional() ? made.options : made.arguments;
    list.push_back(describe_option(*option));
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    made.commands.push_back(describe(*command));
  }
  return made;
}

bool is_path(const option_description& argument) { return argument.value == "FILE" || argument.value == "PATH"; }

std::string escaped(const std::string& text, const std::string& characters, const std::string& escape) {
  std::string made;
  for (const char c : text) {
    if (characters.find(c) != std::string::npos) made += escape;
    made += c;
  }
  return made;
}

std::string single_quoted(const std::string& text) {
  std::string made = "'";
  for (const char c : text) made += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
  return made + "'";
}

}  // namespace mmapkit::tool
