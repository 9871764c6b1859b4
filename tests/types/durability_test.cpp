#include <array>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span{text}); }

}  // namespace

TEST_CASE("a file that is made durably is there, and only a shared, writable one of a path can be") {
  const support::scratch folder;
  auto options = support::shared_writable();
  options.open |= open_flag::create;
  options.size = 100;
  options.durable = true;
  mapping file{folder / "new", options};
  file.writable_bytes()[99] = std::byte{'x'};
  file.unmap();
  CHECK(support::read_file(folder / "new")[99] == 'x');
  const auto path = folder.file("old", "content");
  CHECK(support::caught([&] { return mapping{path, {.durable = true}}; }).code() == std::errc::invalid_argument);
  auto memory = support::anonymous(100, mmap_flag::shared);
  memory.durable = true;
  CHECK(support::caught([&] { return mapping{memory}; }).code() == std::errc::invalid_argument);
}

TEST_CASE("each level of durability leaves the stores in the file") {
  const scratch folder;
  for (const auto level : {durability::scheduled, durability::data, durability::all}) {
    const auto path = folder.file("data.bin", support::pattern(3 * page_size()));
    mapping memory{path, support::shared_writable()};
    memory.writable_bytes()[page_size() + 5] = std::byte{'!'};
    memory.sync(level);
    memory.sync(page_size() + 5, 1, level);
    memory.sync(3 * page_size(), 0, level);
    CHECK(support::read_file(path)[page_size() + 5] == '!');
    CHECK(caught([&] { memory.sync(3 * page_size(), 1, level); }).code() == std::errc::invalid_argument);
    std::error_code error;
    memory.sync(level, error);
    CHECK_FALSE(error);
  }
  CHECK(caught([] { mapping{}.sync(durability::data); }).code() == std::errc::invalid_argument);
}

TEST_CASE("bytes that are written through are seen by the mapping, its file, and every other mapping") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(3 * page_size()));
  mapping memory{path, support::shared_writable()};
  const mapping other{path, {.mmap = mmap_flag::shared}};
  memory.write_through(page_size() - 2, bytes("seam"));
  CHECK(memory.text().substr(page_size() - 2, 4) == "seam");
  CHECK(other.text().substr(page_size() - 2, 4) == "seam");
  CHECK(support::read_file(path).substr(page_size() - 2, 4) == "seam");
  CHECK(std::filesystem::file_size(path) == 3 * page_size());
  memory.write_through(3 * page_size(), {});
}

TEST_CASE("bytes are written through a mapping that begins anywhere in its file") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * allocation_granularity()));
  auto options = support::shared_writable();
  options.offset = allocation_granularity() + 7;
  options.size = 100;
  mapping memory{path, options};
  memory.write_through(93, bytes("the end"));
  CHECK(memory.text().substr(93) == "the end");
  CHECK(support::read_file(path).substr(allocation_granularity() + 100, 7) == "the end");
}

TEST_CASE("many pieces are written through at once") {
  const scratch folder;
  const auto path = folder.file("data.bin", std::string(2 * page_size(), '.'));
  mapping memory{path, support::shared_writable()};
  const std::array<write_request, 3> requests{{{page_size() + 9, bytes("data")}, {0, bytes("header")}, {5, {}}}};
  memory.write_through(requests);
  CHECK(memory.text().substr(0, 7) == "header.");
  CHECK(support::read_file(path).substr(page_size() + 9, 5) == "data.");
  memory.write_through(std::span<const write_request>{});
}

TEST_CASE("where one of many pieces does not lie within the mapping none is written") {
  const scratch folder;
  const auto path = folder.file("data.bin", std::string(100, '.'));
  mapping memory{path, support::shared_writable()};
  const std::array<write_request, 2> requests{{{0, bytes("data")}, {98, bytes("data")}}};
  CHECK(caught([&] { memory.write_through(requests); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { memory.write_through(SIZE_MAX, bytes("x")); }).code() == std::errc::invalid_argument);
  CHECK(support::read_file(path) == std::string(100, '.'));
}

TEST_CASE("only a shared, writable mapping is written through") {
  const scratch folder;
  const auto path = folder.file("data.bin", std::string(100, '.'));
  mapping copy{path, support::private_writable()};
  CHECK(caught([&] { copy.write_through(0, bytes("x")); }).code() == std::errc::invalid_argument);
  mapping reader{path, {.mmap = mmap_flag::shared}};
  CHECK(caught([&] { reader.write_through(0, bytes("x")); }).code() == std::errc::permission_denied);
  mapping nothing;
  CHECK(caught([&] { nothing.write_through(0, bytes("x")); }).code() == std::errc::invalid_argument);
  CHECK(support::read_file(path) == std::string(100, '.'));
}

TEST_CASE("shared memory without a file takes what is written through") {
  mapping memory{support::anonymous(page_size(), mmap_flag::shared)};
  memory.write_through(5, bytes("abc"));
  CHECK(memory.text().substr(5, 3) == "abc");
}

TEST_CASE("the entry of a folder is synced under each of its names, and what is not there is an error") {
  const scratch folder;
  std::filesystem::create_directories(folder / "one" / "two");
  for (const auto* name : {"one/two", "one/two/", "one/.", "one/two/..", "one/.."}) sync_directory_entry(folder / name);
  for (const auto& name : {folder / "none", folder / "none/", std::filesystem::path{}})
    CHECK(caught([&] { sync_directory_entry(name); }).code() == std::errc::no_such_file_or_directory);
}

TEST_CASE("the entry of a new file is made durable") {
  const scratch folder;
  sync_directory_entry(folder.file("data.bin", "x"));
  CHECK(caught([&] { sync_directory_entry(folder / "none" / "data.bin"); }).code() ==
        std::errc::no_such_file_or_directory);
}

TEST_CASE("durability is refused where stores reach no file, and msync is as POSIX has it") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  mapping copy{path, support::private_writable()};
  copy.writable_bytes()[0] = std::byte{'C'};
  for (const auto level : {durability::scheduled, durability::data, durability::all}) {
    const auto error = caught([&] { copy.sync(level); });
    CHECK(error.code() == std::errc::invalid_argument);
    CHECK(std::string_view{error.what()}.find("read_write()") != std::string_view::npos);
  }
  copy.sync();
  CHECK(support::read_file(path) == "content");
  copy.protect(protection_flag::read);
  CHECK(caught([&] { copy.sync(durability::all); }).code() == std::errc::invalid_argument);
  mapping{path}.sync(durability::all);
  mapping{support::anonymous(100)}.sync(durability::all);
}
