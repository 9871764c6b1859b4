// The options of the commands, and what is done for them.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "commands.hpp"
#include "memory_commands.hpp"

namespace mmapkit::tool {

class command_line {
 public:
  command_line();

  // Throws: CLI::ParseError, also where only help is asked for.
  int run(int argc, char** argv);

  // What the user asked to read, or what is wrong with the command line.
  int answer(const CLI::ParseError& reason);

 private:
  // A command, and what does its work.
  CLI::App* add(const char* name, const char* description, std::function<int()> work);
  void add_flags();
  void add_count();
  void add_find();
  void add_residency();
  void add_touch();
  void add_evict();
  void add_lock();
  void add_files(CLI::App* command);
  void add_page_options(CLI::App* command);

  CLI::App app_;
  std::vector<std::pair<CLI::App*, std::function<int()>>> commands_;
  bool markdown_ = false;
  bool as_json_ = false;
  std::vector<std::string> files_;
  bool lines_only_ = false;
  find_request find_;
  page_request pages_;
  double seconds_ = 0;
  CLI::Option* for_seconds_ = nullptr;
};

}  // namespace mmapkit::tool
