// Maps the file named by its argument, prints its size, and compares what is mapped with what the file's stream says;
// then lets the library throw, and catches it by its type.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include <mmapkit/mmapkit.hpp>

// In other.cpp: this program has two translation units that include the library.
std::size_t size_seen_elsewhere(const std::string& path);
bool same_row_elsewhere(const mmapkit::flag_row<mmapkit::mmap_flag>* row);

namespace {

bool fails_as_promised() {
  try {
    auto memory = mmapkit::mmap("there/is/no/such/file");
    mmapkit::munmap(memory);
  } catch (const mmapkit::mmap_error& error) {
    return error.code() == std::errc::no_such_file_or_directory && error.operation() == "open";
  }
  return false;
}

int complain(const char* about) {
  std::fprintf(stderr, "consumer: %s\n", about);
  return 1;
}

}  // namespace

int main(int argument_count, char** arguments) {
  if (argument_count != 2) return complain("needs the name of a file");
  const std::string path = arguments[1];

  std::ifstream stream{path, std::ios::binary};
  const std::string expected{std::istreambuf_iterator<char>{stream}, {}};
  if (expected.empty()) return complain("the file cannot be read, or is empty");

  const mmapkit::mapping file{path};
  std::printf("%zu bytes\n", file.size());
  if (file.text() != expected) return complain("what is mapped is not what the file holds");
  if (size_seen_elsewhere(path) != file.size()) return complain("the other translation unit sees another size");
  if (!same_row_elsewhere(std::data(mmapkit::rows<mmapkit::mmap_flag>))) return complain("the flag rows exist twice");
  if (!fails_as_promised()) return complain("a missing file was not thrown as the mmap_error it should be");
  return 0;
}
