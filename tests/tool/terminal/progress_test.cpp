#include "terminal/progress.hpp"

#include <doctest/doctest.h>

namespace mmapkit::tool {

TEST_CASE("progress is told with its rate and the time that is left") {
  progress half{[] { return std::uint64_t{4} << 20; }};
  half.advance(std::uint64_t{2} << 20, "file");
  CHECK(half.in_words(progress::seconds{2}) == "[==========          ] 2.0 MiB of 4.0 MiB, 1.0 MiB/s, 0:02 left");
  CHECK(half.in_words(progress::seconds{4000}) == "[==========          ] 2.0 MiB of 4.0 MiB, 524 B/s, 1:06:40 left");
}

TEST_CASE("progress toward an unknown end is told without it") {
  progress some{[] { return 0; }};
  some.advance(1024, "file");
  CHECK(some.in_words(progress::seconds{1}) == "1.0 KiB, 1.0 KiB/s");
}

TEST_CASE("progress beyond what was expected is all of it") {
  progress more{[] { return 1024; }};
  more.advance(2048, "file");
  CHECK(more.in_words(progress::seconds{1}) == "[====================] 2.0 KiB of 1.0 KiB, 2.0 KiB/s, 0:00 left");
}

}  // namespace mmapkit::tool
