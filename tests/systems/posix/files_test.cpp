// Files of every kind, as POSIX has them.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "../../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

TEST_CASE("a FIFO does not wait for its other end, and gives the system's own error") {
  const scratch folder;
  const auto path = folder / "fifo";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  CHECK(caught([&] { return mmap(path); }).code() == std::errc::no_such_device);
  CHECK(caught([&] { return mmap(path, {.size = 100}); }).code() == std::errc::no_such_device);
}

TEST_CASE("a directory can be opened but not mapped") {
  const scratch folder;
  CHECK(caught([&] { return mmap(folder / "."); }).code() == std::errc::no_such_device);
  CHECK(caught([&] { return mmap(folder / ".", {.open = open_flag::read | open_flag::directory}); }).code() ==
        std::errc::no_such_device);
  CHECK(caught([&] { return mmap(folder / ".", support::shared_writable()); }).code() == std::errc::is_a_directory);
}

TEST_CASE("directory refuses what is not one") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  CHECK(caught([&] { return mmap(path, {.open = open_flag::read | open_flag::directory}); }).code() ==
        std::errc::not_a_directory);
}

TEST_CASE("no_follow refuses a symbolic link") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  std::filesystem::create_symlink(path, folder / "link");
  munmap(mmap(folder / "link"));
  munmap(mmap(path, {.open = open_flag::read | open_flag::no_follow}));
  CHECK(caught([&] { return mmap(folder / "link", {.open = open_flag::read | open_flag::no_follow}); }).code() ==
        std::errc::too_many_symbolic_link_levels);
}

TEST_CASE("a device without memory gives the system's own error, one with memory needs a size") {
  CHECK(caught([] { return mmap("/dev/null"); }).code() == std::errc::no_such_device);
  CHECK(caught([] { return mmap("/dev/zero"); }).code() == std::errc::invalid_argument);
  const auto memory = mmap("/dev/zero", {.size = 100});
  CHECK(support::text(memory.addr, memory.size) == std::string(100, '\0'));
  munmap(memory);
}

TEST_CASE("a socket gives the system's own error") {
  std::array<int, 2> ends{};
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
  CHECK(caught([&] { return mmap(ends[0]); }).code() == std::errc::no_such_device);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_CASE("a created file has the permissions that the umask leaves") {
  const scratch folder;
  const auto before = ::umask(027);
  auto options = support::shared_writable();
  options.open |= open_flag::create;
  options.size = 1;
  munmap(mmap(folder / "new.bin", options));
  ::umask(before);
  struct stat status {};
  REQUIRE(::stat((folder / "new.bin").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0640);
}

TEST_CASE("a file grown the default way has its blocks, one grown sparse has not") {
  const scratch folder;
  auto options = support::shared_writable();
  options.open |= open_flag::create;
  options.size = std::size_t{1} << 20;
  munmap(mmap(folder / "full.bin", options));
  CHECK(support::allocated_bytes(folder / "full.bin") >= std::uint64_t{1} << 20);
  options.growth = file_growth::sparse;
  munmap(mmap(folder / "hole.bin", options));
  CHECK(support::allocated_bytes(folder / "hole.bin") <= 65'536);  // a page of the file system
}

TEST_CASE("a mapping made read-only of a private file can be raised to write") {
  const scratch folder;
  const auto path = folder.file("data.bin", "hello");
  mapping file{path};
  file.protect(support::read_write);
  file.writable_bytes()[0] = std::byte{'J'};
  CHECK(file.text() == "Jello");
  CHECK(support::read_file(path) == "hello");
}
