// Loads the whole content of a file: a small one is read, a large one mapped.
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto content = mmapkit::load(argv[1]);  // a copy up to 64 KiB, a mapping beyond
  std::cout << content.text().substr(0, 11) << '\n';
}
