#include <fstream>
#include <iterator>

#include "../support/support.hpp"

using namespace mmapkit;

TEST_CASE("a file that does not say how long it is is read to its end") {
  const auto content = load("/proc/self/maps");
  CHECK(content.size() > 4096);
  CHECK(content.text().ends_with('\n'));
  std::ifstream file{"/proc/version"};
  const std::string version{std::istreambuf_iterator<char>{file}, {}};
  CHECK(load("/proc/version").text() == version);
}
