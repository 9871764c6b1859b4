#include "describe/description.hpp"

#include <doctest/doctest.h>

#include <CLI/CLI.hpp>

#include "command_line.hpp"

namespace mmapkit::tool {

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

command_description described(const std::string& text) {
  command_description command{"work", "Works", "", {{{"-o", "--option"}, "SIZE", text, false}}, {}, {}};
  return {"program", "A program.", "", {}, {}, {command}};
}

// In the language of man(7) a hyphen of an option is \-.
std::string without_escapes(std::string text) {
  std::erase(text, '\\');
  return text;
}

// The commands with their options, as CLI11 has them, in what was made from them.
void check_all_are_in(const CLI::App& app, const std::string& made, const std::string& dashes) {
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    CAPTURE(command->get_name());
    CHECK(contains(made, command->get_name()));
    for (const CLI::Option* option : command->get_options()) {
      for (const auto& name : option->get_lnames()) {
        CAPTURE(name);
        CHECK(contains(made, dashes + name));
      }
    }
  }
}

}  // namespace

TEST_CASE("what CLI11 knows of options and arguments is described") {
  CLI::App app{"A program.", "program"};
  auto* const work = app.add_subcommand("work", "Works");
  bool flag = false;
  std::string size;
  std::vector<std::string> files;
  work->add_flag("-f,--flag", flag, "A flag");
  work->add_option("--size", size, "A size")->type_name("SIZE");
  work->add_option("FILE", files, "Files");
  const auto program = describe(app);
  REQUIRE(program.commands.size() == 1);
  const auto& command = program.commands.front();
  CHECK(command.name == "work");
  CHECK(command.text == "Works");
  REQUIRE(command.options.size() == 3);  // --help is one
  CHECK(command.options[1].names == std::vector<std::string>{"-f", "--flag"});
  CHECK(command.options[1].value.empty());
  CHECK(command.options[2].names == std::vector<std::string>{"--size"});
  CHECK(command.options[2].value == "SIZE");
  CHECK(!command.options[2].repeatable);
  REQUIRE(command.arguments.size() == 1);
  CHECK(command.arguments.front().value == "FILE");
  CHECK(command.arguments.front().repeatable);
}

TEST_CASE("every command and option of the command line is in the manual page and in each completion") {
  const command_line line;
  const auto program = describe(line.app());
  REQUIRE(!program.commands.empty());
  check_all_are_in(line.app(), without_escapes(manual_page(program, "1.0")), "--");
  check_all_are_in(line.app(), bash_completion(program), "--");
  check_all_are_in(line.app(), zsh_completion(program), "--");
  check_all_are_in(line.app(), fish_completion(program), "-l ");
}

TEST_CASE("a text that looks like a request or an escape is printed by groff") {
  const auto page = manual_page(described(".so file\n'a\\b'"), "1.0");
  CHECK(contains(page, "\n\\&.so file\n\\&\\(aqa\\eb\\(aq\n"));
}

TEST_CASE("a text between back quotes is bold in the manual page") {
  CHECK(contains(manual_page(described("see `man`"), "1.0"), "\nsee \\fBman\\fR\n"));
}

TEST_CASE("quotes, brackets and colons in a text mean nothing to the shells") {
  const auto program = described("it's [a]: b\\c");
  CHECK(contains(zsh_completion(program), R"x('[it'\''s \[a\]\: b\\c]:SIZE:')x"));
  CHECK(contains(fish_completion(program), R"x(-x -d 'it\'s [a]: b\\c')x"));
}

}  // namespace mmapkit::tool
