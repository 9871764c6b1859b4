// What an error says where the system's own words lead people the wrong way.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <functional>
#include <utility>
#include <vector>

#include "../../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

bool has_words(const std::string& told, std::string_view words) { return told.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("what is no file with pages is told as what it is, and the code stays the system's") {
  const scratch folder;
  const auto fifo = folder / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  std::array<int, 2> ends{};
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
  struct {
    std::string words;
    std::function<void()> act;
  } const kinds[]{
      {"it is a directory, not a regular file: ", [&] { munmap(mmap(folder / ".")); }},
      {"it is a directory, not a regular file: ", [&] { munmap(mmap(folder / ".", {.size = 100})); }},
      {"it is a FIFO or a pipe, not a regular file: ", [&] { munmap(mmap(fifo)); }},
      {"it is a socket, not a regular file: ", [&] { munmap(mmap(ends[0])); }},
      {"it is a character device, not a regular file: ", [&] { munmap(mmap("/dev/null")); }},
      {"it is a FIFO or a pipe, not a regular file: ", [&] { static_cast<void>(typed_file<char>::open(fifo)); }},
  };
  for (const auto& kind : kinds) {
    CAPTURE(kind.words);
    const auto error = caught(kind.act);
    CHECK(error.code() == std::errc::no_such_device);
    CHECK(has_words(error.what(), kind.words));
  }
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_CASE("the POSIX signature tells what cannot be mapped too") {
  const scratch folder;
  const int directory = ::open((folder / ".").c_str(), O_RDONLY);
  const auto error =
      caught([&] { return mmap(nullptr, page_size(), protection_flag::read, mmap_flag::private_, directory, 0); });
  CHECK(error.code() == std::errc::no_such_device);
  CHECK(has_words(error.what(), "it is a directory, not a regular file: "));
  ::close(directory);
}

TEST_CASE("a socket and a symbolic link that leads nowhere are told as such when they are opened") {
  const scratch folder;
  const auto link = folder / "link";
  std::filesystem::create_symlink("nowhere", link);
  const auto missing = caught([&] { return mmap(link); });
  CHECK(missing.code() == std::errc::no_such_file_or_directory);
  CHECK(has_words(missing.what(), "it is a symbolic link to nothing: "));
  CHECK(has_words(caught([&] { return mmap(link, {.open = open_flag::read | open_flag::no_follow}); }).what(),
                  "it is a symbolic link, which open_flag::no_follow refuses: "));
  CHECK_FALSE(has_words(caught([&] { return mmap(folder / "missing"); }).what(), "link"));

  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto path = (folder / "s").string();
  if (path.size() >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
  REQUIRE(::bind(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  CHECK(has_words(caught([&] { return mmap(path); }).what(), "it is a socket, not a regular file: "));
  CHECK(has_words(caught([&] { return load(path); }).what(), "it is a socket, not a regular file: "));
  ::close(server);
}

TEST_CASE("a name that is none of shared memory says what is wrong with it") {
  const std::vector<std::pair<std::string, std::string>> names{
      {"", "the name is empty"},
      {"a/b", "the name has a slash that is not in front"},
      {"queue/", "the name has a slash that is not in front"},
      {"..", "the name is that of a folder"},
      {std::string(255, 'n'), "the name has 256 bytes, 255 are allowed"},
      {"/", "the name is a slash alone"},
      {"/a/b", "the name has more than one slash"},
      {"//queue", "the name has more than one slash"},
      {"/..", "the name is that of a folder"},
      {std::string{"/a\0b", 4}, "the name holds a NUL character"},
      {"/" + std::string(255, 'n'), "the name has 256 bytes, 255 are allowed"},
  };
  for (const auto& one : names) {
    const auto& name = one.first;
    const auto& words = one.second;
    CAPTURE(name);
    CHECK(has_words(caught([&] { return shm_open(name, open_flag::read); }).what(), words));
    CHECK(has_words(caught([&] { return shared_memory::create(name, 1); }).what(), words));
    CHECK(has_words(caught([&] { return shared_memory::open(name); }).what(), words));
    CHECK(has_words(caught([&] { return shared_memory::open_or_create(name, 1); }).what(), words));
    CHECK(has_words(caught([&] { return shared_memory::remove(name); }).what(), words));
  }
}
