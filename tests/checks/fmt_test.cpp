#include <mmapkit/fmt.hpp>

#include "../support/support.hpp"

using namespace mmapkit;

TEST_CASE("flags are formatted as to_string") {
  CHECK(fmt::format("{}", open_flag::read | open_flag::write) == "read|write");
  CHECK(fmt::format("{:>6}", protection_flag::none) == "  none");
  CHECK(fmt::format("{}", mmap_flag::shared) == "shared");
  CHECK(fmt::format("{}", msync_flag::async) == "async");
}

TEST_CASE("advice and calls are formatted as to_string") {
  CHECK(fmt::format("{:>8}", advice::random) == "  random");
  CHECK(fmt::format("{}", call::mremap) == "mremap");
}

TEST_CASE("marks are formatted as to_string") { CHECK(fmt::format("{}", mark::posix) == "POSIX"); }

TEST_CASE("mapped memory is formatted as size and address") {
  const mapped memory{.addr = reinterpret_cast<void*>(0x1000), .fd = {}, .size = 42};
  CHECK(fmt::format("{}", memory) == "42 bytes at 0x1000");
}

TEST_CASE("an error is formatted as what it says") {
  const auto error = support::caught([] { return mmap("no-such-file"); });
  CHECK(fmt::format("{}", error) == error.what());
}
