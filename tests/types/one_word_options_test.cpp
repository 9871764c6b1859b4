// read_write, read_write_or_create, copy_on_write, and the size that a mapping has at least.
#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::pattern;
using support::scratch;

namespace {

std::string_view text_of(const mmap_error& error) { return error.what(); }

mmap_options at_least(std::size_t bytes) {
  mmap_options options;
  options.minimum_size = bytes;
  return options;
}

}  // namespace

TEST_CASE("a file that is opened to read and write gets what is stored") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  mapping written{path, read_write()};
  written.writable_bytes()[0] = std::byte{'C'};
  CHECK(support::read_file(path) == "Content");
  CHECK(caught([&] {
          return mapping{folder / "none", read_write(10)};
        }).code() == std::errc::no_such_file_or_directory);
  CHECK_FALSE(std::filesystem::exists(folder / "none"));
}

TEST_CASE("a file is made of zeros, and found as it is the next time") {
  const scratch folder;
  const auto path = folder / "log.bin";
  {
    mapping log{path, read_write_or_create(4096)};
    CHECK(log.size() == 4096);
    log.writable_bytes()[4095] = std::byte{'x'};
  }
  mapping again{path, read_write_or_create(100)};
  CHECK(again.size() == 4096);
  CHECK(again.bytes()[4095] == std::byte{'x'});
}

TEST_CASE("a shorter file grows to the least size, and keeps what it has") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const mapping memory{path, read_write(100)};
  CHECK(memory.text() == "content" + std::string(93, '\0'));
  CHECK(std::filesystem::file_size(path) == 100);
}

TEST_CASE("a copy can be changed, and the file keeps what it has") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  mapping copy{path, copy_on_write()};
  copy.writable_bytes()[0] = std::byte{'C'};
  CHECK(copy.text() == "Content");
  CHECK(support::read_file(path) == "content");
}

TEST_CASE("the least size counts from the offset") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  auto options = read_write(50);
  options.offset = 10;
  CHECK(mapping{path, options}.size() == 90);
  options.offset = 60;
  CHECK(mapping{path, options}.size() == 50);
  CHECK(std::filesystem::file_size(path) == 110);
  options.offset = 500;
  CHECK(mapping{path, options}.size() == 50);
  CHECK(std::filesystem::file_size(path) == 550);
}

TEST_CASE("a file that may not grow has to have the least size") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  CHECK(mapping{path, at_least(100)}.size() == 100);
  CHECK(mapping{path, at_least(1)}.size() == 100);
  const auto error = caught([&] { return mapping{path, at_least(101)}; });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(text_of(error).find("at least 101 bytes at 0") != std::string_view::npos);
  CHECK(text_of(error).find("only a shared, writable mapping grows it") != std::string_view::npos);
  CHECK(std::filesystem::file_size(path) == 100);
}

TEST_CASE("a truncated file gets the least size") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  auto options = read_write(10);
  options.open |= open_flag::truncate;
  CHECK(support::text(mapping{path, options}) == std::string(10, '\0'));
  CHECK(std::filesystem::file_size(path) == 10);
}

TEST_CASE("a size and a least size exclude each other, and memory needs a size") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  auto both = read_write(10);
  both.size = 10;
  const auto error = caught([&] { return mapping{path, both}; });
  CHECK(error.code() == std::errc::invalid_argument);
  CHECK(text_of(error).find("minimum_size") != std::string_view::npos);
  auto memory = support::anonymous(1);
  memory.size.reset();
  memory.minimum_size = 100;
  CHECK(caught([&] { return mapping{memory}; }).code() == std::errc::invalid_argument);
  auto beyond = read_write(SIZE_MAX);
  beyond.offset = UINT64_MAX / 2;
  CHECK(caught([&] { return mapping{path, beyond}; }).code() == std::errc::value_too_large);
}
