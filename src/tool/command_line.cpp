#include "command_line.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "help_texts.hpp"

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

// Returns that nothing is wrong with it.
std::string remove_guard(std::string& argument) {
  if (argument.starts_with(bracket_guard)) argument.erase(0, 1);
  return {};
}

// CLI11 takes -1 for a very large number, and 010 for 8.
std::optional<std::size_t> parse_number(const std::string& text) {
  const auto* const end = text.data() + text.size();
  std::size_t number = 0;
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc{} && read.ptr == end ? std::optional{number} : std::nullopt;
}

std::optional<double> parse_seconds(const std::string& text) {
  constexpr double longest = 1e9;
  std::istringstream words{text};
  double seconds = -1;
  return words >> seconds && words.eof() && seconds >= 0 && seconds <= longest ? std::optional{seconds} : std::nullopt;
}

// `parse` makes nothing of a text that is not `what`.
template <class To, class Parse>
void add_parsed(CLI::App* command, const std::string& name, To& to, Parse parse, const char* what,
                const char* description, const char* type) {
  const auto take = [&to, parse, what, option = name.substr(name.find("--"))](const std::string& text) {
    const auto value = parse(text);
    if (!value) throw CLI::ValidationError{option, formatted("'{}' is not {}", text, what)};
    to = *value;
  };
  command->add_option_function<std::string>(name, take, description)->type_name(type);
}

void add_count_of(CLI::App* command, const char* name, std::optional<std::size_t>& to, const char* description,
                  const char* type) {
  add_parsed(command, name, to, parse_number, "a number", description, type);
}

}  // namespace

command_line::command_line()
    : app_{"Maps files into memory, and shows what memory mapping can do on this system.", "mmapkit"} {
  // A path may begin with a slash on every system. The commands take this over when they are made.
  app_.allow_windows_style_options(false);
  app_.set_version_flag("--version", "mmapkit " MMAPKIT_TOOL_VERSION);
  app_.require_subcommand(1);
  app_.footer(
      "The exit status is 2 after any error; a reader that goes away, such as `head`, ends it by SIGPIPE. `mmapkit "
      "COMMAND --help` says more about a command.");
  add_flags();
  add_count();
  add_find();
  add_residency();
  add_touch();
  add_page_command("evict", "Drop the pages of files and folders from memory", about_evict,
                   [this] { return evict(pages_); });
  add_lock();
}

int command_line::run(int argc, char** argv) {
  const auto is_named = [&](const auto& command) { return command.first->get_name() == argv[1]; };
  if (argc > 1 && argv[1][0] != '-' && std::none_of(commands_.begin(), commands_.end(), is_named))
    throw CLI::ParseError{formatted("unknown subcommand '{}'", argv[1]), failure};
  for (const auto& [command, work] : commands_)
    for (auto* option : command->get_options()) option->transform(CLI::Validator{remove_guard, ""});
  app_.parse(guarded_arguments(argc, argv));
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
  // CLI11 misses an argument first, though it is that option which was meant to be one.
  const auto unread = app_.remaining(true);
  const auto option =
      std::find_if(unread.begin(), unread.end(), [](const auto& word) { return word.starts_with('-'); });
  complain(option == unread.end() ? reason.what()
                                  : formatted("unknown option '{}'; put -- before names that begin with -", *option));
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
  auto* markdown =
      command->add_flag("--markdown", markdown_, "The tables of the reference in Markdown, the same on every system");
  command->add_flag("--json", as_json_, "An array with an object for each row")->excludes(markdown);
  command->footer("The native value is the system's own number, and - (JSON: null) where it has none.");
}

void command_line::add_count() {
  auto* const command =
      add("count", "Count lines, words and bytes, in wc's order", [this] { return count(count_, inputs_); });
  command->add_flag("-l,--lines", count_.lines, "Lines: how many newlines there are");
  command->add_flag("-w,--words", count_.words, "Words: runs of what is no white space");
  command->add_flag("-m,--chars", count_.characters, "Characters of UTF-8");
  command->add_flag("-c,--bytes", count_.bytes, "Bytes");
  command->add_flag("-L,--max-line-length", count_.longest_line, "The columns of the longest line");
  add_inputs(command);
  command->footer(about_count);
}

void command_line::add_find() {
  auto* const command = add("find", "Print the lines that match a pattern, with their offsets", [this] {
    take_pattern();
    find_.before = before_.value_or(around_.value_or(0));
    find_.after = after_.value_or(around_.value_or(0));
    return find(find_, inputs_);
  });
  auto& pattern = find_.pattern;
  pattern_argument_ =
      command->add_option("PATTERN", pattern_, "A regular expression of RE2; with -e it is a file")->type_name("");
  add_inputs(command);
  command->add_option("-e,--regexp", find_.patterns, "A pattern; may be given several times")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  command->add_flag("-F,--fixed-strings", pattern.fixed, "A pattern is the text itself, not an expression");
  command->add_flag("-i,--ignore-case", pattern.ignore_case, "Letters match in either case");
  command->add_flag("-w,--word-regexp", pattern.words, "Only matches without a word character beside them");
  command->add_flag("--bytes", pattern.bytes, "Each byte is a character (Latin-1), and not UTF-8: \\xe9 is a byte");
  command->add_flag("-v,--invert-match", find_.invert, "The lines that do not match");
  command->add_flag("-o,--only-matching", find_.only_matches, "Each match by itself, and not its line");
  command->add_flag("-c,--count", find_.count, "Only how many lines match, for each file");
  command->add_flag("-l,--files-with-matches", find_.names, "Only the names of files with such lines");
  command->add_flag("-q,--quiet", find_.quiet, "Print nothing; end at the first match");
  command->add_flag("-n,--line-number", find_.numbers, "The line's number, from 1, before its offset");
  command->add_flag("-b,--byte-offset", find_.line_offsets, "The line's offset before that of its match");
  command->add_flag("-a,--text", find_.as_text, "Print the lines of binary files too");
  add_count_of(command, "-A,--after-context", after_, "Lines to print after each", "LINES");
  add_count_of(command, "-B,--before-context", before_, "Lines to print before each", "LINES");
  add_count_of(command, "-C,--context", around_, "Lines around each, where -A and -B say nothing else", "LINES");
  command->add_option("--color", find_.colour, "auto (a terminal, and no NO_COLOR), always, never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  command->footer(has_expressions() ? about_find : about_find_without_expressions);
}

void command_line::take_pattern() {
  auto& files = inputs_.files;
  const bool given = pattern_argument_->count() != 0;
  if (!find_.patterns.empty()) {
    if (given) files.insert(files.begin(), pattern_);
    return;
  }
  if (!given) throw CLI::RequiredError{"PATTERN"};
  find_.patterns.push_back(pattern_);
}

CLI::App* command_line::add_page_command(const char* name, const char* description, const char* more,
                                         std::function<int()> work) {
  auto* const command = add(name, description, [this, work = std::move(work)] {
    if (inputs_.files.empty() && inputs_.names_from.empty()) throw CLI::RequiredError{"PATH"};
    pages_.files.paths = names_of(inputs_);
    return work();
  });
  add_page_options(command);
  command->footer(more);
  return command;
}

void command_line::add_residency() {
  auto* command =
      add_page_command("residency", "Show which pages of files and folders are in memory", about_residency,
                       [this] { return as_json_ ? show_residency_as_json(pages_) : show_residency(pages_); });
  command->add_flag("--json", as_json_, "An object with the files and the total");
  command->add_flag("-s,--sort", pages_.sorted, "The files with the most pages in memory first");
  add_count_of(command, "-n,--top", pages_.rows, "Only so many of these; the total is that of all", "COUNT");
}

void command_line::add_touch() {
  add_background_options(add_page_command("touch", "Read the pages of files and folders into memory", about_touch,
                                          [this] { return touch(pages_); }));
}

void command_line::add_lock() {
  auto* command = add_page_command("lock", "Keep the pages of files and folders in memory until the command ends",
                                   about_lock, [this] { return tool::lock(pages_, seconds_); });
  add_background_options(command);
  add_parsed(command, "--for", seconds_, parse_seconds, "a number of seconds", "End after so many seconds", "SECONDS");
}

void command_line::add_inputs(CLI::App* command) {
  command->add_option("FILE", inputs_.files, about_files)->type_name("");
  command->add_flag("-r,--recursive", inputs_.recursive, "Folders with all that is in them, but for symbolic links");
  add_names_from(command);
}

void command_line::add_names_from(CLI::App* command) {
  auto* const names =
      command->add_option("--files0-from", inputs_.names_from, "More of them: names ended by NUL; - is standard input")
          ->type_name("FILE");
  command
      ->add_flag_callback(
          "-0,--null", [this] { inputs_.names_from = "-"; }, "As --files0-from -")
      ->excludes(names);
}

void command_line::add_background_options(CLI::App* command) {
  command->add_flag("-d,--daemon", pages_.background.wanted, "Go on in the background");
  command
      ->add_option("-P,--pid-file", pages_.background.pid_file,
                   "A file for the process's number, gone at its end: kill $(cat FILE) ends it")
      ->type_name("FILE");
}

void command_line::add_page_options(CLI::App* command) {
  command->add_option("PATH", inputs_.files, "Regular files, block devices, and folders with all that is in them")
      ->type_name("");
  add_names_from(command);
  command->add_flag("-x,--one-file-system", pages_.files.one_file_system,
                    "Skip what is inside the folders on other file systems");
  add_parsed(command, "-p,--range", pages_.range, parse_range, "a range of bytes",
             "Only the pages that these bytes of each file touch: 1M-2M, 4K-, -4K, OFFSET:LENGTH", "FROM-TO");
  add_parsed(command, "-m,--max-size", pages_.files.largest, parse_size, "a size", "Skip larger files: 4096, 10M, 1.5G",
             "SIZE");
  command
      ->add_option("-i,--ignore", pages_.files.ignored,
                   "Skip files and folders of such a name inside the folders: * is any text, ? a byte")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
}

}  // namespace mmapkit::tool
