// Handles whose value is another file's by now, files that are cut short, and guards whose mapping moves.
#include <optional>
#include <utility>
#include <vector>

#include "fault_support.hpp"

using namespace mmapkit;
using support::caught;
using support::chunk;
using support::cut;
using support::load;
using support::scratch;

namespace {

HANDLE open_handle(const std::filesystem::path& path) {
  const HANDLE file =
      ::CreateFileW(path.c_str(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                    nullptr, OPEN_EXISTING, 0, nullptr);
  REQUIRE(file != INVALID_HANDLE_VALUE);
  return file;
}

// Closes the handle, and opens the other file until its handle has that value.
bool becomes(HANDLE value, const std::filesystem::path& other) {
  ::CloseHandle(value);
  std::vector<HANDLE> opened;
  bool same = false;
  while (!same && opened.size() < 256) {
    opened.push_back(open_handle(other));
    same = opened.back() == value;
  }
  if (same) opened.pop_back();
  for (const HANDLE file : opened) ::CloseHandle(file);
  return same;
}

template <class Act>
void check_is_another(Act act) {
  const auto error = caught(act);
  CHECK(error.code() == std::errc::bad_file_descriptor);
  CHECK(std::string_view{error.what()}.find("another file's now") != std::string_view::npos);
}

std::span<const std::byte> in_bytes(std::string_view text) { return std::as_bytes(std::span{text}); }

}  // namespace

TEST_CASE("a handle whose value is another file's by now: nothing is written to that file, synced or made longer") {
  const scratch folder;
  const auto path = folder.file("mine.bin", support::pattern(100));
  const auto other = folder.file("stranger.bin", "the stranger's");
  const HANDLE value = open_handle(path);
  {
    mapping memory{value, support::shared_writable()};
    if (!becomes(value, other)) {
      MESSAGE("no handle got that value: not tried");
      return;
    }
    check_is_another([&] { memory.write_through(0, in_bytes("WORD")); });
    for (const auto level : {durability::scheduled, durability::data, durability::all})
      check_is_another([&] { memory.sync(level); });
    check_is_another([&] { memory.resize(chunk); });
    CHECK(support::read_file(other) == "the stranger's");
  }
  ::CloseHandle(value);
  CHECK(support::read_file(path) == support::pattern(100));
}

TEST_CASE("bytes written through beyond the end of a file that was cut short are an error, and the file stays short" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * chunk));
  mapping memory{path, support::shared_writable()};
  cut(path, chunk);
  CHECK(caught([&] { memory.write_through(2 * chunk, in_bytes("bytes")); }).code() == std::errc::io_error);
  CHECK(std::filesystem::file_size(path) == chunk);
  memory.write_through(3, in_bytes("bytes"));
  CHECK(support::read_file(path).substr(3, 5) == "bytes");
}

TEST_CASE("durability of stores beyond the end of a file that was cut short is an error" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * chunk));
  mapping memory{path, support::shared_writable()};
  memory.writable_bytes()[3 * chunk] = std::byte{1};
  cut(path, chunk);
  for (const auto level : {durability::scheduled, durability::data, durability::all})
    CHECK(caught([&] { memory.sync(level); }).code() == std::errc::io_error);
  memory.sync(0, chunk, durability::all);
}

TEST_CASE("a mapping that is moved away under its guard is an error, whether pages were lost or not" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * chunk));
  for (const bool loses : {false, true}) {
    mapping file{path, support::read_with_file()};
    std::optional<mapping> taken;
    const auto error = caught([&] {
      guarded(file, [&] {
        taken.emplace(std::move(file));
        if (loses) cut(path, chunk);
        return load(*taken, 2 * chunk);
      });
    });
    CHECK(error.code() == std::errc::invalid_argument);
    CHECK(std::string_view{error.what()}.find("moved") != std::string_view::npos);
  }
}

TEST_CASE("a mapping in a vector that grows under its guard has its loss with it" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(2 * chunk));
  std::vector<mapping> files;
  files.emplace_back(path, support::shared_writable());
  CHECK(caught([&] {
          guarded(files[0], [&] {
            files.reserve(files.capacity() + 1);
            cut(path, page_size());
            return load(files[0], chunk);
          });
        }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { files[0].sync(durability::all); }).code() == std::errc::io_error);
  const mapping owner{std::move(files[0])};
  CHECK(caught([&] { guarded(owner, [] {}); }).code() == std::errc::io_error);
}

TEST_CASE("the first page that is gone is told, in whatever order the pages are read" *
          doctest::skip(!support::cuts_files())) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4 * chunk));
  const mapping file{path, support::read_with_file()};
  const auto error = caught([&] {
    guarded(file, [&] {
      cut(path, page_size());
      for (auto at = file.size(); at != 0; at -= page_size()) load(file, at - page_size());
    });
  });
  CHECK(error.file_offset() == page_size());
  std::vector<std::byte> to(2 * page_size());
  CHECK(caught([&] { guarded_copy(to, file, 0); }).file_offset() == page_size());
  CHECK(support::text(to.data(), page_size()) == support::pattern(page_size()));
}
