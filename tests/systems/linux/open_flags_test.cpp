// How files are opened whatever the flags. What each flag does is in tests/truth.
#include <fcntl.h>

#include "../../support/linux.hpp"
#include "../../support/support.hpp"

using namespace mmapkit;
using support::scratch;

TEST_CASE("every file is opened close-on-exec") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto memory = mmap(path);
  CHECK(support::is_close_on_exec(path));
  munmap(memory);
}

TEST_CASE("native open bits reach the file") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto memory = mmap(path, {.open = open_flag::read | native_bits<open_flag>(O_APPEND)});
  CHECK((support::open_flags(path) & O_APPEND) != 0);
  munmap(memory);
}
