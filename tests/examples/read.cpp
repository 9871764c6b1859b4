// Counts the lines of a file.
#include <algorithm>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: read FILE\n";
    return 2;
  }
  try {
    const mmapkit::mapping file{argv[1]};  // the whole file, for reading; unmapped at the end of the block
    std::cout << std::ranges::count(file.text(), '\n') << " lines in " << file.size() << " bytes\n";
  } catch (const mmapkit::mmap_error& error) {
    std::cerr << error.what() << '\n';  // cannot open 'absent.txt': No such file or directory
    return 1;
  }
}
