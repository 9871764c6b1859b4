#include "description.hpp"
#include "text/formatted.hpp"

namespace mmapkit::tool {

namespace {

// In a specification of _arguments brackets, colons and backslashes have a meaning of their own.
std::string plain(const std::string& text) { return escaped(text, "\\[]:", "\\"); }

// The name with what says that its value may stand in the same word.
std::string with_value(const std::string& name, const option_description& option) {
  if (option.value.empty()) return name;
  return name + (name.starts_with("--") ? "=" : "+");
}

// Several names are alternatives: '(-l --lines)'{-l,--lines}'[text]'.
std::string specification(const option_description& option) {
  std::string all;
  std::string alternatives;
  for (const auto& name : option.names) {
    all += (all.empty() ? "" : " ") + name;
    alternatives += formatted("{}{}", alternatives.empty() ? "" : ",", with_value(name, option));
  }
  auto text = formatted("[{}]", plain(option.text));
  if (!option.value.empty()) text += formatted(":{}:{}", plain(option.value), is_path(option) ? "_files" : "");
  if (option.names.size() == 1)
    return single_quoted(formatted("{}{}{}", option.repeatable ? "*" : "", alternatives, text));
  const auto exclusive = option.repeatable ? std::string{"*"} : "(" + all + ")";
  return single_quoted(exclusive) + "{" + alternatives + "}" + single_quoted(text);
}

std::string specifications(const command_description& command, const std::string& indent) {
  std::string made;
  for (const auto& option : command.options) made += " \\\n" + indent + specification(option);
  for (const auto& argument : command.arguments) {
    const std::string what = is_path(argument) ? "_files" : "";
    made += " \\\n" + indent;
    made += single_quoted((argument.repeatable ? "*:" : ":") + plain(argument.value) + ":" + what);
  }
  return made;
}

}  // namespace

std::string zsh_completion(const command_description& program) {
  std::string commands;
  std::string cases;
  for (const auto& command : program.commands) {
    commands += formatted("        {}\n", single_quoted(command.name + ":" + escaped(command.text, "\\:", "\\")));
    cases += formatted("        {})\n          _arguments -s{}\n          ;;\n", command.name,
                       specifications(command, "            "));
  }
  return formatted(R"(#compdef {0}
_{0}() {{
  local context state state_descr line
  typeset -A opt_args
  _arguments -C{1} \
    '1:command:->command' \
    '*::argument:->argument' && return
  case $state in
    command)
      local -a commands
      commands=(
{2}      )
      _describe command commands
      ;;
    argument)
      case $words[1] in
{3}      esac
      ;;
  esac
}}
_{0} "$@"
)",
                   program.name, specifications(program, "    "), commands, cases);
}

}  // namespace mmapkit::tool
