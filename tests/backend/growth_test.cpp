// What the backend does when another program changes the file between two calls: asked of the backend itself.
#include <mmapkit/flags/file_growth.hpp>
#include <optional>

#include "../support/support.hpp"
#include "backend/files.hpp"

using namespace mmapkit;
using support::file_access;
using support::plain_file;
using support::scratch;

TEST_CASE("blocks that cannot be had change nothing that another program has appended") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content and more");
  const plain_file file{path, file_access::write};
  std::error_code error;
  backend::reserve_blocks(file.get(), 7, std::uint64_t{1} << 62, file_growth::allocated, error);
  if (this_system() != mark::windows) CHECK(error);
  CHECK(support::read_file(path) == "content and more");
}

TEST_CASE("blocks beyond the end are not seen before the length is set") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const plain_file file{path, file_access::write};
  for (const auto growth : {file_growth::allocated, file_growth::sparse, file_growth::written}) {
    std::error_code error;
    backend::reserve_blocks(file.get(), 7, 1 << 20, growth, error);
    if (error == std::errc::operation_not_supported) continue;  // a sparse file on Windows
    CHECK_FALSE(error);
    CHECK(support::read_file(path) == "content");
  }
}

TEST_CASE("a file does not become as short as another program had it") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content and more");
  const plain_file file{path, file_access::write};
  for (const auto from : {std::uint64_t{7}, std::uint64_t{9}}) {
    std::error_code error;
    backend::lengthen(file.get(), from, 10, error);
    CHECK_FALSE(error);
    CHECK(support::read_file(path) == "content and more");
  }
}

TEST_CASE("a file becomes as long as it is to, and what is new is zeros") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const plain_file file{path, file_access::write};
  std::error_code error;
  backend::lengthen(file.get(), 7, 10, error);
  backend::lengthen(file.get(), 9'999, 10'000, error);
  CHECK_FALSE(error);
  CHECK(support::read_file(path) == "content" + std::string(9'993, '\0'));
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
