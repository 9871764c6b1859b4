// What each open flag does, seen in the open file itself. The ones with the same effect everywhere are in
// mmap_test.cpp.
#include "../support/linux.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "../support/support.hpp"

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

TEST_CASE("read opens for reading alone, write for both") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  CHECK((flags_while_mapped(path, {}) & O_ACCMODE) == O_RDONLY);
  CHECK((flags_while_mapped(path, {.open = open_flag::write}) & O_ACCMODE) == O_RDWR);
  CHECK((flags_while_mapped(path, {.open = support::open_read_write}) & O_ACCMODE) == O_RDWR);
}

TEST_CASE("file_sync shows as O_SYNC") { shows(open_flag::file_sync, O_SYNC); }

TEST_CASE("data_sync shows as O_DSYNC") { shows(open_flag::data_sync, O_DSYNC); }

TEST_CASE("async shows as O_ASYNC") { shows(open_flag::async, O_ASYNC); }

TEST_CASE("no_atime shows as O_NOATIME") { shows(open_flag::no_atime, O_NOATIME); }

TEST_CASE("direct shows as O_DIRECT, where the file system has it") {
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

TEST_CASE("every file is opened close-on-exec") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto memory = mmap(path);
  CHECK(support::is_close_on_exec(path));
  munmap(memory);
}

TEST_CASE("native open bits reach the file") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto flags = flags_while_mapped(path, {.open = open_flag::read | native_bits<open_flag>(O_APPEND)});
  CHECK((flags & O_APPEND) != 0);
}

TEST_CASE("a large file is opened with and without large_file") {
  const scratch folder;
  const auto path = folder.file("big.bin", "start");
  std::filesystem::resize_file(path, std::uintmax_t{5} << 30);
  for (const auto flag : {open_flag::large_file, open_flag{}}) {
    const auto memory = mmap(path, {.open = open_flag::read | flag, .size = 10, .offset = std::uint64_t{4} << 30});
    CHECK(support::text(memory.addr, memory.size) == std::string(10, '\0'));
    munmap(memory);
  }
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

TEST_CASE("non_block does not wait for a lease on the file; without it the wait is taken") {
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
  const write_lease lease{path};
  const auto memory = mmap(path);
  CHECK(support::text(memory.addr, memory.size) == "content");
  munmap(memory);
}

namespace {

// In a new session without a terminal: opens one with these flags, and tells whether it has become the controlling one.
bool claims_terminal(open_flag flags) {
  const int leader = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(leader >= 0);
  REQUIRE(::grantpt(leader) == 0);
  REQUIRE(::unlockpt(leader) == 0);
  const std::string terminal = ::ptsname(leader);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::setsid();
    std::error_code unseen;  // a terminal cannot be mapped; it is the opening that counts
    static_cast<void>(mmap(terminal, {.open = flags}, unseen));
    ::_exit(::open("/dev/tty", O_RDONLY | O_CLOEXEC) >= 0 ? 1 : 0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  ::close(leader);
  REQUIRE(WIFEXITED(status));
  return WEXITSTATUS(status) == 1;
}

}  // namespace

TEST_CASE("dont_claim_tty keeps a terminal from becoming the controlling one") {
  CHECK(claims_terminal(open_flag::read));
  CHECK_FALSE(claims_terminal(open_flag::read | open_flag::dont_claim_tty));
}
