// The longest name of a file, and so of shared memory, is taken, and no longer one.
#include <string>

#include "../../support/support.hpp"

using namespace mmapkit;

TEST_CASE("a name of shared memory has 255 bytes at most, with its slash") {
  auto name = "/mmapkit-test-" + std::to_string(support::process_number()) + "-";
  name.resize(255, 'x');
  {
    const auto memory = shared_memory::create(name, 100);
    CHECK(shared_memory::open(name).size() == 100);
  }
  constexpr auto make = support::open_read_write | open_flag::ensure_create;
  const auto error = support::caught([&] { static_cast<void>(shm_open(name + 'x', make, 0600, 100)); });
  CHECK(error.code() == std::errc::filename_too_long);
  CHECK(std::string{error.what()}.find("256 bytes, 255 are allowed") != std::string::npos);
}
