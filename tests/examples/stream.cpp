// A mapping as a std::istream.
#include <iostream>
#include <mmapkit/stream.hpp>
#include <string>

int main(int, char** argv) {
  const mmapkit::mapping file{argv[1]};
  mmapkit::mapping_stream in{file};  // reads the bytes where they are
  std::string word;
  int words = 0;
  while (in >> word) ++words;
  std::cout << words << " words, the last is " << word << '\n';
}
