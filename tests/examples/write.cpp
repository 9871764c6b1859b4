// Counts how often it was run, in a file.
#include <cstdint>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  using namespace mmapkit;
  mapping file{argv[1], read_write_or_create(sizeof(std::uint64_t))};  // the file grows to this size, blocks and all
  auto& runs = file.writable_object<std::uint64_t>(0);
  ++runs;
  file.sync();  // the bytes are on the device when it returns; the name of a new file: sync_directory_entry(path)
  std::cout << "run " << runs << '\n';
}
