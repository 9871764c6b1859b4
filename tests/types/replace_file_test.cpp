#include <algorithm>
#include <iterator>
#include <mmapkit/replace_file.hpp>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::pattern;
using support::scratch;

namespace {

// How many files a folder has: what is left beside is one too many.
std::size_t files_of(const scratch& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{folder / ""}, {}));
}

}  // namespace

TEST_CASE("a file gets new content, and nothing is left beside it") {
  const scratch folder;
  const auto path = folder.file("data.bin", "the old content, which is longer");
  replace_file(path, "new");
  CHECK(support::read_file(path) == "new");
  const auto large = pattern(3 * support::mebibyte + 1);
  replace_file(path, std::as_bytes(std::span{large}));
  CHECK(support::read_file(path) == large);
  replace_file(path, "");
  CHECK(support::read_file(path).empty());
  CHECK(files_of(folder) == 1);
}

TEST_CASE("a file that is not there is made") {
  const scratch folder;
  replace_file(folder / "new.bin", "content");
  CHECK(support::read_file(folder / "new.bin") == "content");
  CHECK(files_of(folder) == 1);
}

TEST_CASE("a body writes the new content into an empty file") {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  replace_file(path, [&](file& next) {
    CHECK(next.size() == 0);
    mapping memory{next, read_write(5)};
    std::ranges::fill(memory.writable_bytes(), std::byte{'x'});
    CHECK(support::read_file(path) == "old");
  });
  CHECK(support::read_file(path) == "xxxxx");
}

TEST_CASE("a body that throws leaves the old content, and nothing beside it") {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  const auto before = support::open_files();
  CHECK_THROWS_AS(replace_file(path,
                               [](file& next) {
                                 next.resize(10);
                                 throw std::runtime_error{"no more"};
                               }),
                  std::runtime_error);
  CHECK(support::read_file(path) == "old");
  CHECK(files_of(folder) == 1);
  CHECK(support::open_files() == before);
}

TEST_CASE("what has the old file mapped keeps the old content") {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  std::error_code error;
  const mapping old{path};
  replace_file(path, "new", error);
  CHECK((!error || this_system() == mark::windows));  // which replaces no file that is mapped
  if (!error) CHECK(support::read_file(path) == "new");
  CHECK(old.text() == "old");
  CHECK(files_of(folder) == 1);
}

TEST_CASE("a replacement that is not committed is given up") {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  {
    file_replacement next{path};
    CHECK(next);
    CHECK(files_of(folder) == 2);
    auto moved = std::move(next);
    CHECK_FALSE(next);
    moved.content().resize(5);
  }
  CHECK(support::read_file(path) == "old");
  CHECK(files_of(folder) == 1);
}

TEST_CASE("a replacement is committed once") {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  file_replacement next{path};
  next.commit();
  CHECK_FALSE(next);
  CHECK(support::read_file(path).empty());
  CHECK(caught([&] { next.commit(); }).code() == std::errc::bad_file_descriptor);
  std::error_code error;
  file_replacement{}.commit(error);
  CHECK(error == std::errc::bad_file_descriptor);
}

TEST_CASE("two replacements of a file at once do not meet") {
  const scratch folder;
  const auto path = folder.file("data.bin", "old");
  file_replacement one{path};
  file_replacement two{path};
  one.content().resize(1);
  two.content().resize(2);
  two.commit();
  one.commit();
  CHECK(support::read_file(path).size() == 1);
  CHECK(files_of(folder) == 1);
}

TEST_CASE("a folder, and a file in a folder that is not there, are not replaced") {
  const scratch folder;
  const auto error = caught([&] { replace_file(folder / "", "text"); });
  CHECK(error.code());
  CHECK(caught([&] { replace_file(folder / "none" / "data.bin", "text"); }).code() ==
        std::errc::no_such_file_or_directory);
  CHECK(files_of(folder) == 0);
}
