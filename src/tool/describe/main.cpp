// Writes the command's manual page and its completions; a part of the build, and not installed:
//
//     mmapkit_describe FOLDER
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>

#include "command_line.hpp"
#include "description.hpp"

namespace {

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file{path, std::ios::binary};
  file << text;
  file.close();
  if (!file) throw std::runtime_error("cannot write '" + path.string() + "'");
}

}  // namespace

int main(int argc, char** argv) {
  using namespace mmapkit::tool;
  if (argc != 2) {
    std::fputs("usage: mmapkit_describe FOLDER\n", stderr);
    return 2;
  }
  try {
    const std::filesystem::path folder{argv[1]};
    const command_line line;
    const auto program = describe(line.app());
    write_file(folder / "mmapkit.1", manual_page(program, MMAPKIT_TOOL_VERSION));
    write_file(folder / "mmapkit.bash", bash_completion(program));
    write_file(folder / "_mmapkit", zsh_completion(program));
    write_file(folder / "mmapkit.fish", fish_completion(program));
    return 0;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "mmapkit_describe: %s\n", problem.what());
    return 2;
  }
}
