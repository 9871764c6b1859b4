// What the backend does when another program changes the file between two calls: asked of the backend itself.
#include "../../src/backend.hpp"
#include "../support/support.hpp"

using namespace mmapkit;
using support::file_access;
using support::plain_file;
using support::scratch;

TEST_CASE("a failed growth keeps what another program has appended meanwhile") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content and more");
  const plain_file file{path, file_access::write};
  std::error_code error;
  backend::grow(file.get(), 7, std::uint64_t{1} << 62, file_growth::allocated, error);
  CHECK(error);
  CHECK(support::read_file(path) == "content and more");
}

TEST_CASE("a failed growth takes back what it was given, also where the old end is within a block") {
  if (this_system() == mark::windows) {
    MESSAGE("growth comes whole on Windows, or not at all");
    return;
  }
  const scratch folder;
  const std::string content(25'001, 'x');
  const auto path = folder.file("data.bin", content);
  std::filesystem::resize_file(path, 1 << 20);  // what a full disk had left
  const plain_file file{path, file_access::write};
  std::error_code error;
  backend::grow(file.get(), content.size(), std::uint64_t{1} << 62, file_growth::allocated, error);
  CHECK(error);
  const bool tells_holes = support::file_system(path) != "fuse";  // and what was there may be data
  CHECK(support::read_file(path).substr(0, content.size()) == content);
  CHECK(std::filesystem::file_size(path) == (tells_holes ? content.size() : 1 << 20));
}

TEST_CASE("a growth to less than another program has appended meanwhile cuts nothing") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content and more");
  const plain_file file{path, file_access::write};
  for (const auto growth : {file_growth::allocated, file_growth::sparse}) {
    std::error_code error;
    backend::grow(file.get(), 7, 10, growth, error);
    CHECK_FALSE(error);
    CHECK(support::read_file(path) == "content and more");
  }
}

TEST_CASE("a file is only cut while it has the length that it was known to have") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content and more");
  const plain_file file{path, file_access::write};
  std::error_code error;
  backend::shorten(file.get(), 10, 7, error);
  CHECK(support::read_file(path) == "content and more");
  backend::shorten(file.get(), 16, 7, error);
  CHECK_FALSE(error);
  CHECK(support::read_file(path) == "content");
}
