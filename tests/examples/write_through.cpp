// Counts how often it was run, in a file.
#include <cstdint>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  using namespace mmapkit;
  mapping file{argv[1],
               {.open = open_flag::read | open_flag::write | open_flag::create,
                .protection = protection_flag::read | protection_flag::write,
                .mmap = mmap_flag::shared,
                .size = sizeof(std::uint64_t)}};  // the file grows to this size, its blocks allocated
  auto& runs = file.as_writable<std::uint64_t>()[0];
  ++runs;
  file.sync();  // on the device when it returns
  std::cout << "run " << runs << '\n';
}
