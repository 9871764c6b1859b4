#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <sstream>
#include <string>
#include <vector>

#include "commands.hpp"

namespace {

using namespace mmapkit::tool;

// CLI11 takes an argument in brackets, such as the file name "[1]", for a list and splits it. A byte in front of the
// bracket, taken away again later, prevents that.
constexpr char bracket_guard = '\x01';

std::vector<std::string> guarded_arguments(int argc, char** argv) {
  std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  for (std::string& argument : arguments) {
    if (argument.starts_with('[')) argument.insert(0, 1, bracket_guard);
  }
  std::reverse(arguments.begin(), arguments.end());  // the order that CLI11 asks for
  return arguments;
}

void remove_guard(std::string& argument) {
  if (argument.starts_with(bracket_guard)) argument.erase(0, 1);
}

void remove_guards(std::vector<std::string>& arguments) {
  std::for_each(arguments.begin(), arguments.end(), remove_guard);
}

// The command line, and what it asked for.
class command_line {
 public:
  command_line() {
    // A path may begin with a slash on every system. The commands take this over when they are made.
    app_.allow_windows_style_options(false);
    app_.set_version_flag("--version", "mmapkit " MMAPKIT_VERSION);
    app_.require_subcommand(1);
    app_.footer("The exit status is 2 after any error. `mmapkit COMMAND --help` says more about a command.");
    add_flags();
    add_count();
    add_find();
  }

  // Throws: CLI::ParseError, also where only help is asked for.
  int run(int argc, char** argv) {
    app_.parse(guarded_arguments(argc, argv));
    remove_guard(request_.pattern);
    remove_guards(files_);
    if (flags_->parsed()) return markdown_ ? list_flags_as_markdown() : list_flags();
    if (count_->parsed()) return count(files_);
    request_.files = files_;
    return find(request_);
  }

  // What the user asked to read, or what is wrong with the command line.
  int answer(const CLI::ParseError& reason) {
    std::ostringstream text;
    if (app_.exit(reason, text, text) == 0) {
      write(text.str());
      return success;
    }
    complain(reason.what());
    complain("see mmapkit --help");
    return failure;
  }

 private:
  void add_flags() {
    flags_ = app_.add_subcommand("flags", "List every flag: its mark, native value, and whether this system has it");
    flags_->add_flag("--markdown", markdown_, "The tables of the reference, the same on every system");
  }

  void add_count() {
    count_ = app_.add_subcommand("count", "Count lines, words between ASCII white space, and bytes, in wc's order");
    add_files(*count_);
  }

  void add_find() {
    find_ = app_.add_subcommand("find", "Print the lines that match a regular expression, with their offsets");
    find_->add_option("PATTERN", request_.pattern, "An ECMAScript regular expression over bytes")
        ->required()
        ->type_name("");
    add_files(*find_);
    find_->add_flag("-F,--fixed-strings", request_.fixed_string, "The pattern is the text itself, not an expression");
    find_->add_flag("-i,--ignore-case", request_.ignore_case, "ASCII letters match in either case");
    find_->add_flag("-c,--count", request_.count_only, "Print only how many lines match, for each file");
    find_->footer(
        "Prints `offset:line` for each matching line, and `file:` before it where there are several files. The offset\n"
        "is that of the line's first match in the file, in bytes from 0. Put -- before a pattern that begins with -.\n"
        "Look-ahead and back references are not supported; every other pattern takes time linear in the file.\n"
        "The exit status is 0 if a line matched, 1 if none did, and 2 after any error.");
  }

  void add_files(CLI::App& command) {
    command.add_option("FILE", files_, "Regular files of any size")->required()->type_name("");
  }

  CLI::App app_{"Maps files into memory, and shows what memory mapping can do on this system.", "mmapkit"};
  CLI::App* flags_ = nullptr;
  CLI::App* count_ = nullptr;
  CLI::App* find_ = nullptr;
  bool markdown_ = false;
  std::vector<std::string> files_;
  find_request request_;
};

int run(int argc, char** argv) {
  command_line line;
  try {
    return line.run(argc, argv);
  } catch (const CLI::ParseError& reason) {
    return line.answer(reason);
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    open_output();
    const int status = run(argc, argv);
    close_output();
    return status;
  } catch (const std::exception& problem) {
    complain(problem.what());
    return failure;
  }
}
