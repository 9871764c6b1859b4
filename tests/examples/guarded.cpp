// Reads a file that somebody else cuts short meanwhile.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  using namespace mmapkit;
  std::ofstream{argv[1]} << std::string(100'000, 'x');
  const mapping file{argv[1], {.keep_file = true}};  // Windows needs the file itself for a guard
  const auto lines = guarded(file, [&] { return std::ranges::count(file.text(), '\n'); });
  std::cout << lines << " lines\n";
  try {
    std::error_code refused;  // Windows cuts no file that is mapped
    std::filesystem::resize_file(argv[1], 10, refused);
    std::array<std::byte, 100> record;
    guarded_copy(record, file, 50'000);
  } catch (const mmap_error& error) {   // SIGBUS would have ended the process
    std::cout << error.what() << '\n';  // cannot access byte 50000 of '...': the file has become shorter: ...
    return error.fault() == fault_kind::truncated && error.file_offset() == 50'000 ? 0 : 1;
  }
  std::cout << "nothing is missing here: files that are mapped cannot be cut short\n";
}
