// Every way to open a path, with every kind of file: none waits, and each error says what is there.
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <functional>
#include <mmapkit/growable_file.hpp>
#include <mmapkit/load.hpp>
#include <string>
#include <utility>
#include <vector>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::scratch;

namespace {

using path = std::filesystem::path;

struct way {
  std::string name;
  std::function<void(const path&)> open;
  bool writes = false;
};

mmap_options with_size(mmap_options options) {
  options.size = 100;
  return options;
}

const std::vector<way>& all_ways() {
  static const std::vector<way> all{
      {"mapping", [](const path& at) { const mapping file{at}; }},
      {"mapping with a size",
       [](const path& at) {
         const mapping file{at, with_size({})};
       }},
      {"mapping, shared",
       [](const path& at) {
         const mapping file{at, {.mmap = mmap_flag::shared}};
       }},
      {"mapping, to be stored to",
       [](const path& at) {
         const mapping file{at, support::shared_writable()};
       },
       true},
      {"mapping, to grow",
       [](const path& at) {
         const mapping file{at, with_size(support::shared_writable())};
       },
       true},
      {"with_mmap", [](const path& at) { with_mmap(at, {}, [](mapping&) {}); }},
      {"load", [](const path& at) { static_cast<void>(load(at)); }},
      {"load, to be mapped", [](const path& at) { static_cast<void>(load(at, 0)); }},
      {"typed_file", [](const path& at) { static_cast<void>(typed_file<char>::open(at)); }},
      {"typed_file, to be stored to",
       [](const path& at) { static_cast<void>(typed_file<char>::open(at, support::read_write)); }, true},
      {"growable_file",
       [](const path& at) {
         growable_file<char> file{at, 1000, {.open = support::open_read_write}};
       },
       true},
      {"shared_memory::from_handle",
       [](const path& at) {
         const auto file = open_file(at);
         static_cast<void>(shared_memory::from_handle(file, protection_flag::read));
       }},
  };
  return all;
}

// What a child is told that opens the path; "signal 14" where it waits.
std::string told_of(const way& how, const path& at, bool as_nobody) {
  return support::told_by_child([&]() -> std::string {
    ::alarm(20);
    if (as_nobody && !support::become_nobody()) return "not allowed";
    how.open(at);
    return "no error";
  });
}

// Each error has one of the words in it. What writes to /dev/null and its like is told by the system in other words.
void check_all(const path& at, const std::vector<std::string>& words, bool as_nobody = false) {
  for (const auto& how : all_ways()) {
    const auto told = told_of(how, at, as_nobody);
    if (told == "not allowed") return;
    bool is_clear = false;
    for (const auto& each : words) is_clear = is_clear || told.find(each) != std::string::npos;
    CAPTURE(at.string());
    CAPTURE(how.name);
    CAPTURE(told);
    CHECK(is_clear);
  }
}

}  // namespace

TEST_CASE("a FIFO is told as one by every way to open a path, and none waits for its other end") {
  const scratch folder;
  const auto fifo = folder / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0666) == 0);
  check_all(fifo, {"it is a FIFO"});
}

TEST_CASE("a directory is told as one") {
  const scratch folder;
  check_all(folder / ".", {"it is a directory", "Is a directory"});
}

TEST_CASE("a socket is told as one") {
  const scratch folder;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto name = (folder / "s").string();
  if (name.size() >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
  REQUIRE(::bind(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  check_all(name, {"it is a socket"});
  ::close(server);
}

TEST_CASE("a symbolic link that leads nowhere is told as one, and nothing is made at its end") {
  const scratch folder;
  std::filesystem::create_symlink(folder / "nowhere", folder / "link");
  check_all(folder / "link", {"it is a symbolic link to nothing"});
  CHECK_FALSE(std::filesystem::exists(folder / "nowhere"));
}

TEST_CASE("a device without pages is told as a device, and one with pages wants a size") {
  check_all("/dev/null", {"it is a character device"});
  for (const auto& how : all_ways()) {
    const auto told = told_of(how, "/dev/zero", false);
    CAPTURE(how.name);
    CAPTURE(told);
    const bool takes_a_size = how.name == "mapping with a size" || how.name == "mapping, to grow";
    CHECK(told.find(takes_a_size ? "no error" : "not a regular file") != std::string::npos);
  }
}

TEST_CASE("a file that may not be read is told so, as nobody") {
  const scratch folder;
  std::filesystem::permissions(folder / ".", std::filesystem::perms{0755});
  const auto file = folder.file("secret", "content");
  std::filesystem::permissions(file, std::filesystem::perms{0600});
  if (::geteuid() == 0) check_all(file, {"Permission denied"}, true);
}
