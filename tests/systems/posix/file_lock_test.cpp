// Locks of files between processes: who waits, who is told, and what an owner that dies leaves.
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "../../support/child.hpp"
#include "../../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

// A process that has the file locked: it says so by a byte, and ends when it is told by the end of a pipe.
class owner_process {
 public:
  template <class Lock>
  owner_process(const std::filesystem::path& path, Lock lock)
      : child_{support::start_child([&] {
          file mine{path, support::open_read_write};
          lock(mine);
          if (!has_it_.write("x")) return 1;
          ::pause();
          return 0;
        })} {
    char byte = 0;
    REQUIRE(::read(has_it_.reader(), &byte, 1) == 1);
  }
  ~owner_process() {
    if (child_ > 0) die();
  }
  owner_process(const owner_process&) = delete;
  owner_process& operator=(const owner_process&) = delete;

  // As a process dies that is killed: it runs nothing more.
  void die() {
    ::kill(child_, SIGKILL);
    CHECK(support::wait_for(child_).signal == SIGKILL);
    child_ = -1;
  }

 private:
  support::pipe_ends has_it_;
  pid_t child_;
};

bool can_lock(const std::filesystem::path& path) {
  file other{path, support::open_read_write};
  return other.try_lock();
}

bool can_share(const std::filesystem::path& path) {
  file other{path, support::open_read_write};
  return other.try_lock_shared();
}

}  // namespace

TEST_CASE("another process is kept out by a lock, and let in beside a shared one") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  {
    const owner_process owner{path, [](file& mine) { mine.lock(); }};
    CHECK_FALSE(can_lock(path));
    CHECK_FALSE(can_share(path));
  }
  const owner_process owner{path, [](file& mine) { mine.lock_shared(); }};
  CHECK_FALSE(can_lock(path));
  CHECK(can_share(path));
}

TEST_CASE("an owner that is killed leaves no lock") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  owner_process owner{path, [](file& mine) { mine.lock(); }};
  CHECK_FALSE(can_lock(path));
  owner.die();
  CHECK(can_lock(path));
}

TEST_CASE("who waits for a lock gets it when its owner dies") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  owner_process owner{path, [](file& mine) { mine.lock(); }};
  const auto waiting = support::start_child([&] {
    file other{path, support::open_read_write};
    other.lock();
    return 7;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds{50});
  owner.die();
  CHECK(support::wait_for(waiting).code == 7);
}

TEST_CASE("a child of fork has the lock of its parent, as it has the opening") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  file mine{path, support::open_read_write};
  mine.lock();
  CHECK(support::in_child([&] { return mine.try_lock() ? 1 : 0; }).code == 1);
  CHECK_FALSE(can_lock(path));
  mine.unlock();
  CHECK(can_lock(path));
}

TEST_CASE("a duplicate has the same lock, which goes with the last of them") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  file mine{path, support::open_read_write};
  auto other = file::duplicate(mine);
  mine.lock();
  CHECK(other.try_lock());
  mine.close();
  CHECK_FALSE(can_lock(path));
  other.close();
  CHECK(can_lock(path));
}

TEST_CASE("a duplicate is not passed to another program") {
  const scratch folder;
  const file mine{folder.file("data.bin", "content")};
  const auto other = file::duplicate(mine);
  CHECK((::fcntl(other.handle(), F_GETFD) & FD_CLOEXEC) != 0);
}
