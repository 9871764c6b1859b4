// Open flags of POSIX and Linux, seen in the open file itself.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>

#include "../../support/linux.hpp"
#include "../proof.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

// The flags of the file while it is mapped so.
int flags_while_mapped(const std::filesystem::path& path, const mmap_options& options) {
  const auto memory = mmap(path, options);
  const int flags = support::open_flags(path);
  munmap(memory);
  REQUIRE(flags != -1);
  return flags;
}

// Opened with the flag the file has the bits, without it it has not.
void shows(open_flag flag, int bits) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4096));
  CHECK((flags_while_mapped(path, {.open = open_flag::read | flag}) & bits) == bits);
  CHECK((flags_while_mapped(path, {}) & bits) != bits);
}

}  // namespace

PROOF(open_flag, file_sync) { shows(open_flag::file_sync, O_SYNC); }
PROOF(open_flag, data_sync) { shows(open_flag::data_sync, O_DSYNC); }
PROOF(open_flag, async) { shows(open_flag::async, O_ASYNC); }
PROOF(open_flag, no_atime) { shows(open_flag::no_atime, O_NOATIME); }

PROOF(open_flag, direct) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(4096));
  const int by_hand = ::open(path.c_str(), O_RDONLY | O_DIRECT | O_CLOEXEC);
  if (by_hand >= 0) {
    ::close(by_hand);
    CHECK((flags_while_mapped(path, {.open = open_flag::read | open_flag::direct}) & O_DIRECT) != 0);
  } else {
    CHECK(caught([&] { return mmap(path, {.open = open_flag::read | open_flag::direct}); }).operation() == "open");
  }
  CHECK((flags_while_mapped(path, {}) & O_DIRECT) == 0);
}

namespace {

std::atomic<int> leased_file = -1;

void give_lease_back(int) { ::fcntl(leased_file, F_SETLEASE, F_UNLCK); }

// Another process's lease is played by one of our own: the kernel breaks it all the same.
class write_lease {
 public:
  explicit write_lease(const std::filesystem::path& path) : file_{::open(path.c_str(), O_RDWR | O_CLOEXEC)} {
    leased_file = file_;
    before_ = std::signal(SIGIO, give_lease_back);
    held_ = ::fcntl(file_, F_SETLEASE, F_WRLCK) == 0;
  }
  ~write_lease() {
    ::close(file_);
    std::signal(SIGIO, before_);
  }
  write_lease(const write_lease&) = delete;
  write_lease& operator=(const write_lease&) = delete;

  bool held() const { return held_; }

 private:
  int file_;
  void (*before_)(int) = SIG_DFL;
  bool held_ = false;
};

}  // namespace

// Without the flag the wait for another process's lease is taken.
PROOF(open_flag, non_block) {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  {
    const write_lease lease{path};
    if (!lease.held()) {
      MESSAGE("this kernel or file system grants no leases: asserted that the flag opens the file all the same");
      munmap(mmap(path, {.open = open_flag::read | open_flag::non_block}));
      return;
    }
    const auto error = caught([&] { return mmap(path, {.open = open_flag::read | open_flag::non_block}); });
    CHECK(error.code() == std::errc::operation_would_block);
  }
  if (support::thread_sanitizer) return;  // it holds the signal back, and the kernel waits for 45 s
  const write_lease lease{path};
  const mapping file{path};
  CHECK(file.text() == "content");
}
