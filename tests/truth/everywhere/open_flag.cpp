// The open flags that every system has, seen in what can be done with the file.
#include "../proof.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

// Maps and unmaps, with four bytes of the file.
void map_four(const std::filesystem::path& path, open_flag flags) {
  auto options = support::shared_writable();
  options.open |= flags;
  options.size = 4;
  munmap(mmap(path, options));
}

}  // namespace

PROOF(open_flag, read) {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  mapping file{path, {.open = open_flag::read, .mmap = mmap_flag::shared}};
  CHECK(file.text() == "content");
  std::error_code error;
  file.protect(support::read_write, error);
  CHECK(error);
  CHECK(file.protection() == protection_flag::read);
}

PROOF(open_flag, write) {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  mapping file{path, {.open = open_flag::write, .protection = support::read_write, .mmap = mmap_flag::shared}};
  CHECK(file.text() == "content");
  file.writable_bytes()[0] = std::byte{'C'};
  file.unmap();
  CHECK(support::read_file(path) == "Content");
}

PROOF(open_flag, create) {
  const scratch folder;
  CHECK(caught([&] { map_four(folder / "new.bin", {}); }).code() == std::errc::no_such_file_or_directory);
  map_four(folder / "new.bin", open_flag::create);
  CHECK(support::read_file(folder / "new.bin") == std::string(4, '\0'));
  map_four(folder.file("old.bin", "content"), open_flag::create);
  CHECK(support::read_file(folder / "old.bin") == "content");
}

PROOF(open_flag, ensure_create) {
  const scratch folder;
  map_four(folder / "new.bin", open_flag::ensure_create);
  CHECK(std::filesystem::file_size(folder / "new.bin") == 4);
  CHECK(caught([&] { map_four(folder / "new.bin", open_flag::ensure_create); }).code() == std::errc::file_exists);
}

PROOF(open_flag, truncate) {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  map_four(path, open_flag::truncate);
  CHECK(support::read_file(path) == std::string(4, '\0'));
}

PROOF(open_flag, no_follow) {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  CHECK(support::text(mapping{path, {.open = open_flag::read | open_flag::no_follow}}) == "content");
  std::error_code denied;
  std::filesystem::create_symlink(path, folder / "link", denied);
  if (denied) {
    MESSAGE("this user may not make symbolic links: asserted that the flag opens a file that is none");
    return;
  }
  CHECK(support::text(mapping{folder / "link"}) == "content");
  CHECK(caught([&] { return mmap(folder / "link", {.open = open_flag::read | open_flag::no_follow}); }).operation() ==
        "open");
}

PROOF(open_flag, directory) {
  const scratch folder;
  std::filesystem::create_directory(folder / "folder");
  const auto path = folder.file("data.bin", "content");
  constexpr auto flags = open_flag::read | open_flag::directory;
  CHECK(caught([&] { return mmap(path, {.open = flags}); }).operation() == "open");
  CHECK(caught([&] { return mmap(folder / "folder", {.open = flags}); }).operation() != "open");
}

PROOF(open_flag, large_file) {
  const scratch folder;
  const auto path = folder.file("big.bin", "start");
  std::filesystem::resize_file(path, std::uintmax_t{5} << 30);
  for (const auto flag : {open_flag::large_file, open_flag{}}) {
    const mapping file{path, {.open = open_flag::read | flag, .size = 10, .offset = std::uint64_t{4} << 30}};
    CHECK(file.text() == std::string(10, '\0'));
  }
}
