// An error of an open file names it by the path that the system has for it.
#include <filesystem>
#include <string>
#include <string_view>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

// FreeBSD and OpenBSD tell no path here, and QEMU's user emulation those of another system.
bool names_open_files() { return has(mark::linux_ | mark::apple | mark::windows, this_system()) && !support::emulated; }

bool mentions(const mmap_error& error, std::string_view words) {
  const std::string told = error.what();
  CAPTURE(told);
  const bool found = told.find(words) != std::string::npos;
  CHECK(found);
  return found;
}

std::string_view by_number() { return this_system() == mark::windows ? "handle " : "file descriptor "; }

}  // namespace

TEST_CASE("an error of a file names it, though only its handle is kept") {
  if (!names_open_files()) return;
  const scratch folder;
  file opened{folder.file("index.db", "content")};
  mentions(caught([&] { opened.resize(1); }), "index.db' to 1 bytes: ");
  mentions(caught([&] { opened.sync(static_cast<durability>(77)); }), "index.db': durability");
  mentions(caught([&] { static_cast<void>(mapping{opened, {.size = 100}}); }), "index.db' (100 bytes at 0): ");
  if (this_system() == mark::linux_) {
    mentions(caught([&] { opened.lock(); }), "index.db': an exclusive lock needs a file that was opened to write");
    mentions(caught([&] { fallocate(opened.handle(), fallocate_mode::allocate, 0, 10); }), "index.db' (10 bytes at 0)");
  }
}

TEST_CASE("the path in an error is whole") {
  if (!names_open_files()) return;
  const scratch folder;
  const auto path = std::filesystem::canonical(folder.file("index.db", "content"));
  const file opened{path};
  mentions(caught([&] {
             static_cast<void>(mapping{opened, {.size = 100}});
           }),
           std::string{"'"}.append(path.string()).append("' (100 bytes at 0): "));
}

TEST_CASE("an error of elements in a file that was opened names it") {
  if (!names_open_files()) return;
  const scratch folder;
  const file opened{folder.file("odd.db", "12345"), support::open_read_write};
  mentions(caught([&] { return typed_file<int>::open(opened); }), "odd.db' as elements: ");
  mentions(caught([&] { return typed_file<int>::create(opened, 3); }), "odd.db': it has 5 bytes");
  mentions(caught([&] { growable_file<int>{opened, 3}; }), "odd.db': its 5 bytes are not whole elements");
  const file folder_opened{folder / "", open_flag::read | open_flag::directory};
  if (this_system() == mark::linux_) mentions(caught([&] { return load(folder_opened); }), "': it is a directory");
}

TEST_CASE("an error of a file that was removed says so") {
  if (!names_open_files() || this_system() != mark::linux_) return;
  const scratch folder;
  file opened{folder.file("index.db", "content")};
  std::filesystem::remove(folder / "index.db");
  mentions(caught([&] { opened.resize(1); }), "index.db' (removed) to 1 bytes: ");
}

TEST_CASE("an error of what has no path names its number") {
  file none;
  mentions(caught([&] { static_cast<void>(none.size()); }), by_number());
  if (!supported(call::memfd_create)) return;
  auto memory = file::adopt(mmapkit::memfd_create("scratch", memfd_flag{}));
  mentions(caught([&] { static_cast<void>(mapping{memory, {.size = 100}}); }), by_number());
}

TEST_CASE("a handle that could not be closed is a number, which may be another file's by now") {
  if (this_system() == mark::windows) return;  // a debugger's exception
  const scratch folder;
  file opened{folder.file("index.db", "content")};
  close_file(opened.handle());
  mentions(caught([&] { opened.close(); }), by_number());
}
