// Compiled without exceptions: every error is a code, and its reason can be asked for.
#include <cstdio>
#include <mmapkit/mmapkit.hpp>
#include <string>

namespace {

void complain(const std::error_code& error) {
  std::printf("%s (%d)\n", mmapkit::last_failure().c_str(), error.value());
}

}  // namespace

int main(int argc, char** argv) {
  using namespace mmapkit;
  if (argc < 2) return 1;
  std::error_code error;
  const mapping none{argv[1], {.size = 0}, error};
  if (error)
    complain(error);  // cannot map: the size is 0; leave it out to map the rest of a file: Invalid argument (22)

  const mapping file{argv[1], {.keep_file = true}, error};  // guarded needs it on Windows
  if (error) {
    complain(error);
    return 1;
  }
  const auto lines = guarded(
      file,
      [&] {
        std::size_t count = 0;
        for ([[maybe_unused]] const auto line : file.lines()) ++count;
        return count;
      },
      error);
  if (error) {
    complain(error);
    return 1;
  }
  std::printf("%zu lines\n", lines);
}
