// Files that say they are empty and are not: /proc and /sys.
#include "../../support/support.hpp"

using namespace mmapkit;
using support::caught;

TEST_CASE("a file under /proc or /sys gives the system's own error, with and without a size") {
  for (const auto* path : {"/proc/self/status", "/proc/meminfo"}) {
    const auto whole = caught([&] { return mmap(path); });
    const auto part = caught([&] { return mmap(path, {.size = 10}); });
    CHECK(whole.operation() == "mmap");
    CHECK(std::string{whole.what()}.find("the file has") == std::string::npos);
    CHECK(part.code() == whole.code());
    CHECK(part.operation() == "mmap");
  }
}

TEST_CASE("a file under /proc is not written to before it is found that it cannot be mapped") {
  auto options = support::shared_writable();
  options.size = 1;
  const auto before = support::read_file("/proc/self/comm");
  const auto error = caught([&] { return mmap("/proc/self/comm", options); });
  CHECK(error.operation() == "mmap");
  CHECK(support::read_file("/proc/self/comm") == before);
}

TEST_CASE("a failed map of a /proc file leaves no trace") {
  const auto files = support::open_files();
  const auto regions = support::mapped_regions();
  for (int i = 0; i < 100; ++i) caught([] { return mmap("/proc/self/status"); });
  CHECK(support::open_files() == files);
  CHECK(support::mapped_regions() <= regions + support::region_noise);
}
