#include <limits>
#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::pattern;
using support::scratch;

TEST_CASE("a file of any size is loaded whole") {
  const scratch folder;
  for (const auto size : {std::size_t{1}, page_size(), default_copy_limit - 1, default_copy_limit,
                          default_copy_limit + 1, 3 * default_copy_limit}) {
    CAPTURE(size);
    const auto content = load(folder.file("data.bin", pattern(size)));
    CHECK(content.text() == pattern(size));
    CHECK(content.size() == size);
    CHECK(content.is_mapped() == (size > default_copy_limit));
  }
}

TEST_CASE("who loads says up to which size a file is copied") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(2 * default_copy_limit));
  const auto check = [](const file_content& content, bool mapped) {
    CHECK(content.text() == pattern(2 * default_copy_limit));
    CHECK(content.is_mapped() == mapped);
  };
  check(load(path, 0), true);
  check(load(path, 2 * default_copy_limit - 1), true);
  check(load(path, 2 * default_copy_limit), false);
  check(load(path, std::numeric_limits<std::size_t>::max()), false);
  std::error_code error;
  check(load(path, std::numeric_limits<std::size_t>::max(), error), false);
  CHECK_FALSE(error);
}

TEST_CASE("an empty file is loaded as nothing, which is somewhere") {
  const scratch folder;
  const auto content = load(folder.file("empty", ""));
  CHECK(content.empty());
  CHECK(content.data() != nullptr);
}

TEST_CASE("what was copied stays as it was, whatever becomes of the file") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(5000));
  const auto content = load(path);
  support::write_file(path, "other");
  CHECK(content.text() == pattern(5000));
}

TEST_CASE("a content is moved, and what it was moved from holds nothing") {
  const scratch folder;
  auto small = load(folder.file("small", "small"));
  auto large = load(folder.file("large", pattern(2 * default_copy_limit)));
  auto moved = std::move(small);
  CHECK(moved.text() == "small");
  CHECK(small.empty());
  moved = std::move(large);
  CHECK(moved.text() == pattern(2 * default_copy_limit));
  CHECK(moved.is_mapped());
  auto& same = moved;
  moved = std::move(same);
  CHECK(moved.size() == 2 * default_copy_limit);
}

TEST_CASE("loading leaves no file open and no memory behind") {
  const scratch folder;
  const auto small = folder.file("small", "small");
  const auto large = folder.file("large", pattern(2 * default_copy_limit));
  static_cast<void>(load(small));
  static_cast<void>(load(large));
  const auto files = support::open_files();
  const auto regions = support::mapped_regions();
  for (int i = 0; i < 100; ++i) {
    static_cast<void>(load(small));
    static_cast<void>(load(large));
    std::error_code error;
    static_cast<void>(load(folder / "none", error));
    CHECK(error == std::errc::no_such_file_or_directory);
  }
  CHECK(support::open_files() == files);
  CHECK(support::mapped_regions() <= regions + support::region_noise);
}

TEST_CASE("a folder is refused: it has no content") {
  const scratch folder;
  std::error_code error;
  CHECK(load(folder / ".", error).data() == nullptr);
  CHECK(error);
  if (this_system() != mark::windows) CHECK(error == std::errc::invalid_argument);  // which opens none
}

TEST_CASE("what cannot be opened is told by its name") {
  const scratch folder;
  CHECK(caught([&] { static_cast<void>(load(folder / "none")); }).operation() == "open");
  CHECK(std::string{caught([&] { static_cast<void>(load(folder / "none")); }).what()}.find("none") !=
        std::string::npos);
}
