#include <iomanip>
#include <mmapkit/ostream.hpp>
#include <sstream>
#include <version>
#if defined(__cpp_lib_format)
#include <mmapkit/format.hpp>
#endif

#include "../support/support.hpp"

using namespace mmapkit;

namespace {

template <class Value>
std::string written(const Value& value, int width = 0) {
  std::ostringstream out;
  out << std::setw(width) << value;
  return out.str();
}

const mapped somewhere{.addr = reinterpret_cast<void*>(0x1000), .fd = {}, .size = 42};

}  // namespace

TEST_CASE("flags, calls and marks are written to a stream as to_string") {
  CHECK(written(open_flag::read | open_flag::write) == "read|write");
  CHECK(written(protection_flag::none, 6) == "  none");
  CHECK(written(advice::random) == "random");
  CHECK(written(call::mremap) == "mremap");
  CHECK(written(mark::posix) == "POSIX");
}

TEST_CASE("mapped memory and errors are written to a stream in their words") {
  CHECK(written(somewhere) == "42 bytes at 0x1000");
  CHECK(written(somewhere, 20) == "  42 bytes at 0x1000");
  const auto error = support::caught([] { return mmap("no-such-file"); });
  CHECK(written(error) == error.what());
}

#if defined(__cpp_lib_format)
TEST_CASE("the formatters of the standard library give the same words as the streams") {
  CHECK(std::format("{}", open_flag::read | open_flag::write) == "read|write");
  CHECK(std::format("{:>6}", protection_flag::none) == "  none");
  CHECK(std::format("{}", call::mremap) == "mremap");
  CHECK(std::format("{}", mark::posix) == "POSIX");
  CHECK(std::format("{:>20}", somewhere) == "  42 bytes at 0x1000");
  const auto error = support::caught([] { return mmap("no-such-file"); });
  CHECK(std::format("{}", error) == error.what());
}
#endif
