#include <mmapkit/flags/error.hpp>
#include <type_traits>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;

static_assert(std::is_base_of_v<std::system_error, mmap_error>);
static_assert(std::is_nothrow_copy_constructible_v<mmap_error>);

TEST_CASE("an error tells the verb, the path and the system's words") {
  const auto error = caught([] { return mmap("no-such-file"); });
  CHECK(std::string{error.what()} == "cannot open 'no-such-file': " + error.code().message());
  CHECK(error.code() == std::errc::no_such_file_or_directory);
  CHECK(error.code().category() == std::system_category());
  CHECK(error.message() == error.code().message());
  CHECK(error.operation() == "open");
}

TEST_CASE("an error of mapping tells size and offset") {
  const support::scratch folder;
  const auto path = folder.file("data.bin", "0123456789");
  const auto error = caught([&] { return mmap(path, {.size = 20, .offset = 5}); });
  CHECK(error.operation() == "mmap");
  CHECK(std::string{error.what()}.find("data.bin' (20 bytes at 5)") != std::string::npos);
  CHECK(std::string{error.what()}.find("the file has 10 bytes and the range ends at 25") != std::string::npos);
}

TEST_CASE("an error of mapping at an address tells the address") {
  const auto place = mmap(support::anonymous(1));
  auto options = support::anonymous(77);
  options.mmap |= mmap_flag::no_replace;
  options.address = place.addr;
  const auto error = caught([&] { return mmap(options); });
  CHECK(std::string{error.what()}.find("77 bytes of anonymous memory, to address 0x") != std::string::npos);
  munmap(place);
}

TEST_CASE("an error about memory tells address and size") {
  const auto error = caught([] { munmap(nullptr, backing_file{}, 77); });
  CHECK(error.operation() == "munmap");
  CHECK(std::string{error.what()}.starts_with("cannot unmap 77 bytes at 0x"));
}

TEST_CASE("what() ends with the system's words") {
  const auto error = caught([] { return mmap(mmap_options{}); });
  CHECK(std::string{error.what()}.ends_with(": " + std::string{error.message()}));
  CHECK(!error.message().empty());
}

TEST_CASE("a copy of an error tells the same") {
  const auto error = caught([] { return mmap("no-such-file"); });
  const auto copy = error;
  CHECK(std::string{copy.what()} == error.what());
  CHECK(copy.message() == error.message());
  CHECK(copy.operation() == error.operation());
}

TEST_CASE("a refusal compares equal to its std::errc") {
  CHECK(caught([] { return mmap("x", {.mmap = mmap_flag::private_ | mmap_flag::shared}); }).code() ==
        std::errc::invalid_argument);
  CHECK(caught([] { return mmap("x", {.mmap = mmap_flag::private_ | mmap_flag::uninitialized}); }).code() ==
        std::errc::operation_not_supported);
  CHECK(caught([] { return mmap("x", {.offset = ~std::uint64_t{0}}); }).code() == std::errc::value_too_large);
}

TEST_CASE("a path with a NUL in it is told and refused") {
  const std::filesystem::path path{std::string{"data\0.bin", 9}};
  const auto error = caught([&] { return mmap(path); });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(std::string{error.what()}.find("'data\\0.bin': the path holds a NUL") != std::string::npos);
}
