#include "command_line.hpp"

#include <algorithm>
#include <sstream>

namespace mmapkit::tool {

namespace {

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

constexpr const char* about_residency =
    "A row is `[bar] resident/pages percent bytes name`. The bar is the file from its begin to its end: O where all\n"
    "pages are in memory, o for half of them or more, . for fewer, ? where it is not known. Rows fit the terminal, or\n"
    "the environment's COLUMNS. The last line is the total; hard links to one file count once in it.\n"
    "What it cannot know: Linux tells only the owner of a file, who may write it, and root; the others see ?, and "
    "JSON\n"
    "has null. FreeBSD, OpenBSD and Windows tell nobody. The figures may be old when they are read.\n"
    "Folders are read with all that is in them; symbolic links inside, devices and the like are skipped and counted.\n"
    "The exit status is 2 after any error, with the other files done; what is not known is no error.";

constexpr const char* about_touch =
    "Returns when all is read, as long as memory lasts: what no memory is left for goes again. Prints how many pages\n"
    "came in, and how fast; where the system does not tell what was in memory, they are touched all the same.\n"
    "A hole of a sparse file takes memory too. The exit status is 2 after any error, with the other files done.";

constexpr const char* about_evict =
    "Changed pages are written to the device first, without a promise that they are durable (Linux), or with one.\n"
    "Prints how many pages left memory, and how many stayed because a process has them mapped, locked or in use; "
    "those\n"
    "of a file system in memory always stay. The content of a file never changes. Windows has no call for it.\n"
    "The exit status is 2 after any error, with the other files done; pages that stay are no error.";

constexpr const char* about_lock =
    "Prints what is locked and waits: Ctrl-C, SIGTERM or the end of --for unlocks it. Either all files that can be "
    "read\n"
    "are locked or, where the limit of locked memory (ulimit -l) is too low, none. The exit status is 2 after any "
    "error.";

}  // namespace

command_line::command_line()
    : app_{"Maps files into memory, and shows what memory mapping can do on this system.", "mmapkit"} {
  // A path may begin with a slash on every system. The commands take this over when they are made.
  app_.allow_windows_style_options(false);
  app_.set_version_flag("--version", "mmapkit " MMAPKIT_VERSION);
  app_.require_subcommand(1);
  app_.footer("The exit status is 2 after any error. `mmapkit COMMAND --help` says more about a command.");
  add_flags();
  add_count();
  add_find();
  add_residency();
  add_touch();
  add_evict();
  add_lock();
}

int command_line::run(int argc, char** argv) {
  app_.parse(guarded_arguments(argc, argv));
  remove_guard(find_.pattern);
  remove_guards(files_);
  remove_guards(pages_.files.ignored);
  pages_.files.paths = files_;
  for (const auto& [command, work] : commands_) {
    if (command->parsed()) return work();
  }
  return failure;
}

int command_line::answer(const CLI::ParseError& reason) {
  std::ostringstream text;
  if (app_.exit(reason, text, text) == 0) {
    write(text.str());
    return success;
  }
  complain(reason.what());
  complain("see mmapkit --help");
  return failure;
}

CLI::App* command_line::add(const char* name, const char* description, std::function<int()> work) {
  auto* command = app_.add_subcommand(name, description);
  commands_.emplace_back(command, std::move(work));
  return command;
}

void command_line::add_flags() {
  auto* command =
      add("flags", "List every flag: its mark, native value, since when it is, and whether this system has it", [this] {
        if (markdown_) return list_flags_as_markdown();
        return as_json_ ? list_flags_as_json() : list_flags();
      });
  auto* markdown = command->add_flag("--markdown", markdown_, "The tables of the README, the same on every system");
  command->add_flag("--json", as_json_, "An array with an object for each row")->excludes(markdown);
  command->footer("The native value is the system's own number, and - (JSON: null) where it has none.");
}

void command_line::add_count() {
  auto* const command = add("count", "Count lines, words between ASCII white space, and bytes, in wc's order",
                            [this] { return count(files_, lines_only_ ? counted::lines : counted::everything); });
  command->add_flag("-l,--lines", lines_only_, "Print only how many lines there are, which is faster");
  add_files(command);
}

void command_line::add_find() {
  auto* command = add("find", "Print the lines that match a regular expression, with their offsets", [this] {
    find_.files = files_;
    return find(find_);
  });
  command->add_option("PATTERN", find_.pattern, "An ECMAScript regular expression over bytes")
      ->required()
      ->type_name("");
  add_files(command);
  command->add_flag("-F,--fixed-strings", find_.fixed_string, "The pattern is the text itself, not an expression");
  command->add_flag("-i,--ignore-case", find_.ignore_case, "ASCII letters match in either case");
  command->add_flag("-c,--count", find_.count_only, "Print only how many lines match, for each file");
  command->footer(
      "Prints `offset:line` for each matching line, and `file:` before it where there are several files. The offset\n"
      "is that of the line's first match in the file, in bytes from 0. Put -- before a pattern that begins with -.\n"
      "Look-ahead and back references are not supported; every other pattern takes time linear in the file.\n"
      "The exit status is 0 if a line matched, 1 if none did, and 2 after any error.");
}

void command_line::add_residency() {
  auto* command = add("residency", "Show which pages of files and folders are in memory",
                      [this] { return as_json_ ? show_residency_as_json(pages_) : show_residency(pages_); });
  add_page_options(command);
  command->add_flag("--json", as_json_, "An object with the files and the total");
  command->footer(about_residency);
}

void command_line::add_touch() {
  auto* command = add("touch", "Read the pages of files and folders into memory", [this] { return touch(pages_); });
  add_page_options(command);
  command->footer(about_touch);
}

void command_line::add_evict() {
  auto* command = add("evict", "Drop the pages of files and folders from memory", [this] { return evict(pages_); });
  add_page_options(command);
  command->footer(about_evict);
}

void command_line::add_lock() {
  auto* command = add("lock", "Keep the pages of files and folders in memory until the command ends", [this] {
    std::optional<std::chrono::duration<double>> duration;
    if (for_seconds_->count() != 0) duration.emplace(seconds_);
    return tool::lock(pages_, duration);
  });
  add_page_options(command);
  for_seconds_ = command->add_option("--for", seconds_, "End after so many seconds")
                     ->type_name("SECONDS")
                     ->check(CLI::Range(0.0, 1e9));
  command->footer(about_lock);
}

void command_line::add_files(CLI::App* command) {
  command->add_option("FILE", files_, "Regular files of any size")->required()->type_name("");
}

void command_line::add_page_options(CLI::App* command) {
  command->add_option("PATH", files_, "Regular files, and folders with all that is in them")->required()->type_name("");
  command
      ->add_option_function<std::string>(
          "-p,--range",
          [this](const std::string& text) {
            const auto range = parse_range(text);
            if (!range) throw CLI::ValidationError{"--range", "'" + text + "' is not a range of bytes"};
            pages_.range = *range;
          },
          "Only the pages that these bytes of each file touch: 1M-2M, 4K-, -4K")
      ->type_name("FROM-TO");
  command
      ->add_option_function<std::string>(
          "-m,--max-size",
          [this](const std::string& text) {
            pages_.files.largest = parse_size(text);
            if (!pages_.files.largest) throw CLI::ValidationError{"--max-size", "'" + text + "' is not a size"};
          },
          "Skip larger files: 4096, 10M, 1.5G")
      ->type_name("SIZE");
  command
      ->add_option("-i,--ignore", pages_.files.ignored,
                   "Skip files and folders of such a name inside the folders: * is any text, ? a byte")
      ->type_name("PATTERN")
      ->expected(1)
      ->take_all();
}

}  // namespace mmapkit::tool
