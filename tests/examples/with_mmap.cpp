// Maps for the length of one call.
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <string>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto start = mmapkit::with_mmap(argv[1], [](void* addr, mmapkit::backing_file, std::size_t size) {
    return std::string(static_cast<const char*>(addr), size < 16 ? size : 16);
  });
  std::cout << start << '\n';
}
