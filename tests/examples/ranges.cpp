// The lines of a file, by the algorithms and views of the standard library.
#include <algorithm>
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <ranges>

int main(int, char** argv) {
  const mmapkit::mapping file{argv[1]};
  const auto empty = std::ranges::count_if(file.lines(), [](std::string_view line) { return line.empty(); });
  const auto longest = std::ranges::max(file.lines(), {}, [](std::string_view line) { return line.size(); });
  std::cout << empty << " empty lines, the longest is: " << longest << '\n';
}
