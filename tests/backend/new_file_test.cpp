// Taking away the name of a file that was just made: asked of the backend itself, since others come in between.
#include <optional>

#include "../support/support.hpp"
#include "backend/files.hpp"
#include "backend/paths.hpp"

using namespace mmapkit;
using support::file_access;
using support::plain_file;
using support::scratch;

namespace {

// Whether the name is there after the call for an open file of that content; `other` is the path that is given.
bool stays(const std::filesystem::path& path, const std::string& content, const std::filesystem::path& other) {
  support::write_file(path, content);
  const plain_file file{path, file_access::write};
  backend::remove_new_file(other.c_str(), file.get());
  return std::filesystem::exists(other);
}

}  // namespace

TEST_CASE("the name of a new file is only taken away while it is empty, and nobody else has it open") {
  const scratch folder;
  const auto path = folder / "new.bin";
  const bool can_tell = !stays(path, "", path);
  if (!can_tell) MESSAGE("whether others have a file open cannot be told here: names stay");
  CHECK(stays(path, "content", path));
  CHECK(stays(path, "", folder.file("other.bin", "")));
  std::filesystem::remove(path);
  support::write_file(path, "");
  const plain_file reader{path, file_access::read};
  CHECK(stays(path, "", path));
}

TEST_CASE("a name stays that is not the new file's alone, or that nobody has open") {
  const scratch folder;
  const auto path = folder.file("new.bin", "");
  {
    const plain_file file{path, file_access::write};
    std::filesystem::create_hard_link(path, folder / "link.bin");
    backend::remove_new_file(path.c_str(), file.get());
    backend::remove_new_file((folder / "gone.bin").c_str(), file.get());
    CHECK(std::filesystem::exists(path));
    CHECK(std::filesystem::exists(folder / "link.bin"));
  }
  std::filesystem::remove(folder / "link.bin");
  backend::remove_new_file(path.c_str(), no_handle);
  CHECK(std::filesystem::exists(path));
}

TEST_CASE("a file without a name is known as such where names are taken away") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const plain_file file{path, file_access::write};
  CHECK(backend::has_name(file.get()));
  std::error_code kept_by_system;
  std::filesystem::remove(path, kept_by_system);
  CHECK(backend::has_name(file.get()) == (this_system() != mark::linux_));
}
