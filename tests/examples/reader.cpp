// A file of a format with its own byte order, read piece by piece.
#include <array>
#include <fstream>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main(int, char** argv) {
  using namespace mmapkit;
  std::ofstream{argv[1], std::ios::binary} << "PIC1" << '\0' << '\0' << '\1' << '\2' << "a title\nrest";
  const mapping file{argv[1]};
  reader in{file};
  const auto magic = in.read<std::array<char, 4>>();
  const std::uint32_t width = in.read<big_endian<std::uint32_t>>();  // 258, on every machine
  const auto title = in.read_line();
  try {
    in.skip(100);
  } catch (const mmap_error& error) {
    std::cout << error.what() << '\n';  // an error at the end, not a fault; offset() has not changed
  }
  std::cout << magic[3] << ' ' << width << ' ' << title << ", " << in.remaining() << " bytes left at " << in.offset()
            << '\n';
}
