// Process namespaces, kinds of file in /dev/shm, and locks that fail.
#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

// Past the C library, whose handlers of fork do not run then.
pid_t clone_child() {
#ifdef __s390x__
  return static_cast<pid_t>(::syscall(SYS_clone, 0, SIGCHLD, 0, 0, 0));  // clone(2): the stack is first there
#else
  return static_cast<pid_t>(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
#endif
}

std::vector<std::pair<std::string, pid_t (*)()>> ways_to_fork() {
  std::vector<std::pair<std::string, pid_t (*)()>> ways{{"fork", support::fork_child}};
  if (support::emulated) return ways;  // QEMU wipes nothing on fork
  ways.emplace_back("clone", clone_child);
#if defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 34)
  ways.emplace_back("_Fork", ::_Fork);
#endif
#endif
  return ways;
}

}  // namespace

TEST_CASE("what is no shared memory is an error at once under its name, and is told as what it is") {
  const auto name = "/mmapkit-kind-" + std::to_string(support::process_number());
  const auto path = "/dev/shm" + name;
  if (!std::filesystem::exists("/dev/shm")) {
    MESSAGE("/dev/shm is not there: not tried");
    return;
  }
  const std::vector<std::pair<std::string, std::function<bool()>>> kinds{
      {"FIFO", [&] { return ::mkfifo(path.c_str(), 0600) == 0; }},
      {"directory", [&] { return std::filesystem::create_directory(path); }},
      {"symbolic link", [&] { return ::symlink("/etc/passwd", path.c_str()) == 0; }},
      {"socket", [&] { return ::mknod(path.c_str(), S_IFSOCK | 0600, 0) == 0; }},
  };
  const std::vector<std::function<void()>> attempts{
      [&] { static_cast<void>(shared_memory::open(name)); },
      [&] { static_cast<void>(shared_memory::open(name, protection_flag::read)); },
      [&] { static_cast<void>(shared_memory::open_or_create(name, page_size())); },
      [&] { static_cast<void>(shm_open(name, open_flag::read | open_flag::write | open_flag::create)); },
  };
  for (const auto& one : kinds) {
    const auto& kind = one.first;
    CAPTURE(kind);
    REQUIRE(one.second());
    for (const auto& attempt : attempts) {
      const auto told = support::told_by_child([&] {
        ::alarm(20);
        attempt();
        return std::string{"no error"};
      });
      CAPTURE(told);
      CHECK(told.find("what has this name is a " + kind) != std::string::npos);
    }
    CHECK(std::filesystem::remove(path));
  }
}

TEST_CASE("a name that is by now somebody else's, who has a lease on it, stays when its old owner goes") {
  const auto name = "/mmapkit-lease-" + std::to_string(support::process_number());
  const auto path = "/dev/shm" + name;
  auto old = shared_memory::create(name, page_size());
  CHECK(shared_memory::remove(name));
  const int other = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL, 0600);
  if (other == -1 || ::fcntl(other, F_SETLEASE, F_WRLCK) == -1) {
    MESSAGE("no leases in /dev/shm: not tried");
  } else {
    ::fcntl(other, F_SETSIG, SIGURG);  // not the signal that ends who does not expect it
    old = {};
    CHECK(std::filesystem::exists(path));
    ::fcntl(other, F_SETLEASE, F_UNLCK);
  }
  ::close(other);
  ::unlink(path.c_str());
}

TEST_CASE("a child with its parent's number, in a process namespace of its own, owns nothing of its parent's") {
  const auto name = "/mmapkit-namespace-" + std::to_string(support::process_number());
  for (const auto& way : ways_to_fork()) {
    CAPTURE(way.first);
    const auto told = support::told_by_child([&]() -> std::string {
      if (::unshare(CLONE_NEWPID) != 0) return "not allowed";
      return support::told_by_child([&]() -> std::string {  // process 1 of its namespace
        std::optional memory{shared_memory::create(name, page_size())};
        if (::unshare(CLONE_NEWPID) != 0) return "not allowed";
        support::wait_for(support::start_child(
            [&] {  // and this one too
              memory.reset();
              return 0;
            },
            way.second));
        std::error_code error;
        const auto again = shared_memory::open(name, protection_flag::read, error);
        return error ? error.message() : "still there";
      });
    });
    if (told == "not allowed") {
      MESSAGE("process namespaces are not allowed here: not tried");
      return;
    }
    CHECK(told == "still there");
  }
}

TEST_CASE("a lock that fails leaves nothing locked, and the limit as it was") {
  const scratch folder;
  const auto path = folder.file("data.bin", std::string(2 << 20, 'x'));
  const auto told = support::told_by_child([&]() -> std::string {
    mapping file{path};
    std::filesystem::resize_file(path, page_size());
    std::error_code error;
    file.lock(lock_flag::none, error);
    if (!error) return "locked";
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);)
      if (line.starts_with("VmLck:")) return std::to_string(std::stoul(line.substr(6)));
    return "not told";
  });
  if (!support::emulated) CHECK(told == "0");
}
