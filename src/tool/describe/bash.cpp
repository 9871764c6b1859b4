#include "description.hpp"
#include "text/formatted.hpp"

namespace mmapkit::tool {

namespace {

std::string words(const command_description& command) {
  std::string made;
  const auto add = [&](const std::string& word) { made += (made.empty() ? "" : " ") + word; };
  for (const auto& each : command.commands) add(each.name);
  for (const auto& option : command.options) {
    for (const auto& name : option.names) add(name);
  }
  return single_quoted(made);
}

}  // namespace

// Where nothing is offered, bash completes the names of files.
std::string bash_completion(const command_description& program) {
  std::string cases = formatted("    '') words={} ;;\n", words(program));
  for (const auto& command : program.commands)
    cases += formatted("    {}) words={} ;;\n", command.name, words(command));
  return formatted(R"(# bash completion for {0}
_{0}() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} command='' words='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ ${{COMP_WORDS[i]}} == -- ]]; then return; fi
    if [[ -z $command && ${{COMP_WORDS[i]}} != -* ]]; then command=${{COMP_WORDS[i]}}; fi
  done
  if [[ -n $command && $current != -* ]]; then return; fi
  case $command in
{1}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o bashdefault -o default -F _{0} {0}
)",
                   program.name, cases);
}

}  // namespace mmapkit::tool
