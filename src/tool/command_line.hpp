// The options of the commands, and what is done for them.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "commands/commands.hpp"
#include "commands/memory_commands.hpp"

namespace mmapkit::tool {

class command_line {
 public:
  command_line();

  // Throws: CLI::ParseError, also where only help is asked for.
  int run(int argc, char** argv);

  [[nodiscard]] const CLI::App& app() const noexcept { return app_; }

  // What the user asked to read, or what is wrong with the command line.
  int answer(const CLI::ParseError& reason);

 private:
  // A command, and what does its work.
  CLI::App* add(const char* name, const char* description, std::function<int()> work);
  CLI::App* add_page_command(const char* name, const char* description, const char* more, std::function<int()> work);
  void add_flags();
  void add_count();
  void add_find();
  void add_residency();
  void add_touch();
  void add_lock();
  void add_inputs(CLI::App* command);
  void add_names_from(CLI::App* command);
  // Of `find`: without -e the first argument is the pattern.
  void take_pattern();
  void add_page_options(CLI::App* command);
  void add_background_options(CLI::App* command);

  CLI::App app_;
  std::vector<std::pair<CLI::App*, std::function<int()>>> commands_;
  bool markdown_ = false;
  bool as_json_ = false;
  input_choice inputs_;
  count_request count_;
  find_request find_;
  std::string pattern_;
  std::optional<std::size_t> before_;
  std::optional<std::size_t> after_;
  std::optional<std::size_t> around_;
  CLI::Option* pattern_argument_ = nullptr;
  residency_request pages_;
  std::optional<double> seconds_;
};

}  // namespace mmapkit::tool
