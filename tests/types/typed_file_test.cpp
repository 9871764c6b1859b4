#include <array>
#include <numeric>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

struct test {
  int a;
  double b;
};

}  // namespace

TEST_CASE("a file that is created for structs is read as structs") {
  const scratch folder;
  const auto path = folder / "test.bin";
  {
    auto created = typed_file<test>::create(path, 3);
    CHECK(created.size() == 3);
    CHECK(created[2].a == 0);
    created[0] = {1, 1.5};
    created[2].a = 3;
  }
  CHECK(std::filesystem::file_size(path) == 3 * sizeof(test));
  const auto opened = typed_file<test>::open(path);
  REQUIRE(opened.size() == 3);
  CHECK(opened[0].a == 1);
  CHECK(opened[0].b == 1.5);
  CHECK(opened.data()[2].a == 3);
  CHECK(std::accumulate(opened.begin(), opened.end(), 0, [](int sum, const test& t) { return sum + t.a; }) == 4);
}

TEST_CASE("a file is created with its elements") {
  const scratch folder;
  const auto path = folder / "numbers.bin";
  const std::array<std::uint32_t, 4> numbers{0x31313131, 0x32323232, 0x33333333, 0x34343434};
  CHECK(typed_file<std::uint32_t>::create(path, numbers).size() == 4);
  CHECK(support::read_file(path) == "1111222233334444");
  auto again = typed_file<std::uint32_t>::create(path, std::span{numbers}.first(1));
  CHECK(again.size() == 1);
  CHECK(support::read_file(path) == "1111");
}

TEST_CASE("stores to a file that was opened for writing reach it") {
  const scratch folder;
  const auto path = folder.file("numbers.bin", "12345678");
  auto file = typed_file<std::uint32_t>::open(path, support::read_write);
  file[1] = 0x41414141;
  file.sync();
  file.unmap();
  CHECK_FALSE(file);
  CHECK(file.empty());
  CHECK(support::read_file(path) == "1234AAAA");
}

TEST_CASE("elements that were opened for reading cannot be stored to") {
  const scratch folder;
  auto file = typed_file<char>::open(folder.file("text", "abc"));
  CHECK_FALSE(support::writable(file.data()));
  CHECK(caught([&] { static_cast<void>(file.writable_elements()); }).code() == std::errc::permission_denied);
  file.unmap();
}

TEST_CASE("a file that is no whole number of structs is refused, and one that exists where a new one was wanted") {
  const scratch folder;
  const auto path = folder.file("odd.bin", "12345");
  CHECK(caught([&] { return typed_file<std::uint32_t>::open(path); }).code() == std::errc::invalid_argument);
  constexpr auto new_only = support::open_read_write | open_flag::ensure_create;
  CHECK(caught([&] { return typed_file<char>::create(path, 1, new_only); }).code() == std::errc::file_exists);
  CHECK(support::read_file(path) == "12345");
  CHECK(caught([&] { return typed_file<char>::create(path, 1, support::open_read_write); }).code() ==
        std::errc::invalid_argument);
  CHECK(caught([&] { return typed_file<double>::create(path, SIZE_MAX / 4); }).code() == std::errc::invalid_argument);
  CHECK(support::read_file(path) == "12345");
}

TEST_CASE("a file of no structs is an empty file") {
  const scratch folder;
  const auto path = folder / "none.bin";
  CHECK(typed_file<test>::create(path, 0).empty());
  CHECK(std::filesystem::file_size(path) == 0);
  const auto opened = typed_file<test>::open(path);
  CHECK(opened);
  CHECK(opened.begin() == opened.end());
}
