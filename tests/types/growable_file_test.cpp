#include <array>
#include <cstdint>
#include <numeric>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

struct tick {
  std::uint64_t time;
  std::uint64_t price;
  std::uint64_t size;
};

std::vector<std::uint64_t> numbers_of(const std::filesystem::path& path) {
  const mapping file{path};
  const auto numbers = file.as<std::uint64_t>();
  return {numbers.begin(), numbers.end()};
}

}  // namespace

TEST_CASE("elements that are added to a file are there when it is opened again") {
  const scratch folder;
  const auto path = folder / "numbers.bin";
  {
    growable_file<std::uint64_t> numbers{path, 1000};
    CHECK(numbers.empty());
    for (std::uint64_t i = 0; i < 10; ++i) numbers.push_back(i * i);
  }
  CHECK(std::filesystem::file_size(path) == 80);
  growable_file<std::uint64_t> again{path, 1000};
  REQUIRE(again.size() == 10);
  CHECK(again[9] == 81);
  again.push_back(100);
  again.close();
  CHECK(numbers_of(path).back() == 100);
}

TEST_CASE("the elements of a file keep their place while it grows") {
  const scratch folder;
  const auto path = folder / "numbers.bin";
  constexpr std::uint64_t count = 1 << 20;
  growable_file<std::uint64_t> numbers{path, count};
  numbers.push_back(0);
  const auto* const place = numbers.data();
  for (std::uint64_t i = 1; i < count; ++i) numbers.push_back(i);
  CHECK(numbers.data() == place);
  CHECK(std::accumulate(numbers.begin(), numbers.end(), std::uint64_t{}) == count * (count - 1) / 2);
  numbers.close();
  CHECK(numbers_of(path)[count - 1] == count - 1);
}

TEST_CASE("while a file grows it is a whole number of elements long, and other mappings see them") {
  const scratch folder;
  const auto path = folder / "ticks.bin";
  growable_file<tick> ticks{path, 100'000};
  for (std::uint64_t i = 0; i < 50'000; ++i) {
    ticks.push_back({i, i, i});
    if (i % 1000 == 0) REQUIRE(std::filesystem::file_size(path) % sizeof(tick) == 0);
  }
  const mapping other{path, {.mmap = mmap_flag::shared}};
  CHECK(other.as<tick>()[49'999].price == 49'999);
  CHECK(other.as<tick>().back().price == 0);
}

TEST_CASE("elements larger than the steps of the file are whole too") {
  using large = std::array<char, 100'000>;
  const scratch folder;
  const auto path = folder / "large.bin";
  {
    growable_file<large> blocks{path, 20};
    for (int i = 0; i < 20; ++i) {
      large block{};
      block.front() = block.back() = static_cast<char>('a' + i);
      blocks.push_back(block);
      REQUIRE(std::filesystem::file_size(path) % sizeof(large) == 0);
    }
    CHECK(caught([&] { blocks.resize(30); }).code() == std::errc::not_enough_memory);
    CHECK(blocks.size() == 20);
  }
  const auto content = support::read_file(path);
  REQUIRE(content.size() == 20 * sizeof(large));
  CHECK(content.back() == 't');
  CHECK(content[sizeof(large)] == 'b');
}

TEST_CASE("a file that is no whole number of elements is refused, and stays as it was") {
  const scratch folder;
  const auto path = folder.file("odd.bin", "123456789");
  const auto error = caught([&] { return growable_file<std::uint64_t>{path, 100}; });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(std::string{error.what()}.find("its 9 bytes are not whole elements of 8 bytes") != std::string::npos);
  CHECK(support::read_file(path) == "123456789");
}

TEST_CASE("a file with more elements than there can be is refused, and stays as it was") {
  const scratch folder;
  const auto content = support::pattern(2 * allocation_granularity());
  const auto path = folder.file("long.bin", content);
  const auto handles = support::open_files();
  CHECK(caught([&] { return growable_file<char>{path, 10}; }).code() == std::errc::file_too_large);
  CHECK(support::read_file(path) == content);
  CHECK(support::open_files() == handles);
}

TEST_CASE("elements of a file need reading and writing") {
  const scratch folder;
  const auto path = folder.file("numbers.bin", "12345678");
  CHECK(caught([&] {
          return growable_file<char>{path, 10, {.open = open_flag::read}};
        }).code() == std::errc::invalid_argument);
  CHECK(caught([&] {
          return growable_file<char>{folder / "none", 10, {.open = support::open_read_write}};
        }).code() == std::errc::no_such_file_or_directory);
}

TEST_CASE("a file of elements becomes shorter with them") {
  const scratch folder;
  const auto path = folder / "numbers.bin";
  growable_file<std::uint64_t> numbers{path, 100'000};
  numbers.resize(50'000);
  std::iota(numbers.begin(), numbers.end(), std::uint64_t{});
  numbers.resize(3);
  numbers.resize(5);
  numbers.close();
  CHECK(numbers_of(path) == std::vector<std::uint64_t>{0, 1, 2, 0, 0});
}

TEST_CASE("what was synced is in the file, and nothing is held after closing") {
  const scratch folder;
  const auto path = folder / "numbers.bin";
  const auto handles = support::open_files();
  growable_file<std::uint64_t> numbers{path, 100'000};
  numbers.sync();
  numbers.resize(40'000);
  numbers.back() = 7;
  numbers.sync();
  CHECK(numbers_of(path)[39'999] == 7);
  numbers.close();
  CHECK(numbers.empty());
  CHECK(numbers.capacity() == 0);
  CHECK(support::open_files() == handles);
  CHECK(std::filesystem::file_size(path) == 320'000);
  numbers.close();
}

TEST_CASE("a moved file of elements is cut once, by its last owner") {
  const scratch folder;
  const auto path = folder / "numbers.bin";
  const auto other = folder / "other.bin";
  {
    growable_file<std::uint64_t> first{path, 1000};
    first.push_back(1);
    growable_file<std::uint64_t> second{std::move(first)};
    second.push_back(2);
    growable_file<std::uint64_t> third{other, 1000};
    third.push_back(3);
    third = std::move(second);
    CHECK(std::filesystem::file_size(other) == 8);
    third.push_back(4);
  }
  CHECK(numbers_of(path) == std::vector<std::uint64_t>{1, 2, 4});
}

TEST_CASE("the blocks of a growing file are allocated, unless it may be sparse") {
  if (!support::growth_has_blocks()) return;
  const scratch folder;
  growable_file<char> allocated{folder / "allocated.bin", 1 << 24};
  allocated.resize(1 << 23);
  CHECK(support::allocated_bytes(folder / "allocated.bin") >= 1 << 23);
  growable_file<char> sparse{folder / "sparse.bin", 1 << 24, {.growth = file_growth::sparse}};
  sparse.resize(1 << 23);
  CHECK(support::allocated_bytes(folder / "sparse.bin") < 1 << 20);
}

TEST_CASE("there are exactly as many elements as were asked for, and none where none were") {
  const scratch folder;
  growable_file<tick> ticks{folder / "ticks.bin", 3};
  ticks.resize(3);
  const auto error = caught([&] { ticks.push_back({}); });
  CHECK(error.code() == std::errc::not_enough_memory);
  CHECK(ticks.max_size() == 3);
  CHECK(ticks.capacity() == 3);
  growable_file<tick> none{folder / "none.bin", 0};
  CHECK(caught([&] { none.push_back({}); }).code() == std::errc::not_enough_memory);
  CHECK(caught([&] {
          return growable_file<char>{folder / "all.bin", SIZE_MAX};
        }).code() == std::errc::not_enough_memory);
  CHECK_FALSE(std::filesystem::exists(folder / "all.bin"));
}

TEST_CASE("what a killed process left behind the last element that can be is no element") {
  const scratch folder;
  for (const std::size_t zeros : {std::size_t{1}, allocation_granularity() / sizeof(tick)}) {
    const auto path =
        folder.file("ticks.bin", std::string(10 * sizeof(tick), 'x') + std::string(zeros * sizeof(tick), '\0'));
    growable_file<tick> ticks{path, 10};
    CHECK(ticks.size() == 10);
    ticks.close();
    CHECK(std::filesystem::file_size(path) == 10 * sizeof(tick));
  }
  const auto path = folder.file("more.bin", std::string(11 * sizeof(tick), 'x'));
  CHECK(caught([&] { return growable_file<tick>{path, 10}; }).code() == std::errc::file_too_large);
  CHECK(std::filesystem::file_size(path) == 11 * sizeof(tick));
}

TEST_CASE("a file of elements that somebody else has made longer is left alone") {
  const scratch folder;
  const auto path = folder / "numbers.bin";
  growable_file<std::uint64_t> numbers{path, 100'000};
  numbers.push_back(1);
  const auto longer = std::filesystem::file_size(path) + 8;
  std::filesystem::resize_file(path, longer);
  CHECK(caught([&] { numbers.close(); }).code() == std::errc::device_or_resource_busy);
  CHECK(std::filesystem::file_size(path) == longer);
}
