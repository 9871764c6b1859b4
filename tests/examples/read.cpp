// Reads a file.
#include <algorithm>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const mmapkit::mapping file{argv[1]};
  std::cout << std::ranges::count(file.text(), '\n') << " lines in " << file.size() << " bytes\n";
}
