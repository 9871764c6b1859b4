// Guarded access and what comes as the same signal: by its code the kernel says what it is. It lets a process send any
// code to itself.
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

void send(int code, const void* addr) {
  siginfo_t info{};
  info.si_signo = SIGBUS;
  info.si_code = code;
  info.si_addr = const_cast<void*>(addr);
  ::syscall(SYS_rt_tgsigqueueinfo, ::getpid(), ::syscall(SYS_gettid), SIGBUS, &info);
}

constexpr int came_back = 7;

// Whether what is at the place is a page of zeros by now, and not the file's.
int send_under_guard(int code) {
  const scratch folder;
  const mapping file{folder.file("data.bin", support::pattern(2 * page_size()))};
  guarded(file, [&] { send(code, file.data() + 5); });
  ::_exit(file.text() == support::pattern(2 * page_size()) ? came_back : 1);
}

void answer(int /*signal*/, siginfo_t* info, void* /*context*/) { ::_exit(100 + info->si_code); }

}  // namespace

TEST_CASE("alone: an access at an odd address" * doctest::skip()) {
  struct sigaction before {};
  before.sa_flags = SA_SIGINFO;
  before.sa_sigaction = answer;
  ::sigaction(SIGBUS, &before, nullptr);
  send_under_guard(BUS_ADRALN);
}

TEST_CASE("alone: memory that failed while nobody used it" * doctest::skip()) {
  support::forget_handlers();
  send_under_guard(BUS_MCEERR_AO);
}

TEST_CASE("alone: memory that failed while nobody used it and which is ignored" * doctest::skip()) {
  ::signal(SIGBUS, SIG_IGN);
  send_under_guard(BUS_MCEERR_AO);
}

TEST_CASE("an access at an odd address is not mended by a page of zeros, but goes to the handler from before") {
  if (support::emulated) return;
  CHECK(support::alone("alone: an access at an odd address").code == 100 + BUS_ADRALN);
}

TEST_CASE("memory that failed while nobody used it is told as without the library") {
  if (support::emulated) return;
  CHECK(support::alone("alone: memory that failed while nobody used it").signal == SIGBUS);
  CHECK(support::alone("alone: memory that failed while nobody used it and which is ignored").code == came_back);
}

TEST_CASE("memory that failed under an access is told as such, and so is where") {
  if (support::emulated) return;
  const scratch folder;
  const mapping file{folder.file("data.bin", support::pattern(3 * page_size()))};
  const auto error = caught([&] { guarded(file, [&] { send(BUS_MCEERR_AR, file.data() + page_size() + 5); }); });
  CHECK(error.fault() == fault_kind::hardware);
  CHECK(error.file_offset() == page_size() + 5);
  CHECK(file.text().substr(page_size(), page_size()) == std::string(page_size(), '\0'));
}

// As POWER and IBM Z tell it.
TEST_CASE("a fault that is told by an address below the guarded byte, in its page, is the guard's") {
  if (support::emulated) return;
  const scratch folder;
  auto options = mmap_options{};
  options.offset = 100;
  const mapping file{folder.file("data.bin", support::pattern(page_size())), options};
  for (const std::size_t below : {std::size_t{1}, std::size_t{100}}) {
    CAPTURE(below);
    const auto error = caught([&] { guarded(file, [&] { send(BUS_MCEERR_AR, file.data() - below); }); });
    CHECK(error.fault() == fault_kind::hardware);
    CHECK(error.file_offset() == 100);
  }
}

TEST_CASE("of two faults the lower one is told, with its own kind") {
  if (support::emulated) return;
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(3 * page_size()));
  const mapping file{path};
  std::filesystem::resize_file(path, 1);
  const auto error = caught([&] {
    guarded(file, [&] {
      send(BUS_MCEERR_AR, file.data() + 2 * page_size());
      return *reinterpret_cast<const volatile char*>(file.data() + page_size());
    });
  });
  CHECK(error.fault() == fault_kind::truncated);
  CHECK(error.file_offset() == page_size());
}

TEST_CASE("a page that was cut off and came back is of unknown kind, in memory without a limit too") {
  const auto object = memfd_create("memory");
  auto options = support::shared_writable();
  options.size = 2 * page_size();
  mapping file{object, options};
  const auto error = caught([&] {
    guarded(file, [&] {
      REQUIRE(::ftruncate(object, 1) == 0);
      static_cast<void>(*reinterpret_cast<const volatile char*>(file.data() + page_size()));
      REQUIRE(::ftruncate(object, static_cast<off_t>(2 * page_size())) == 0);
    });
  });
  CHECK(error.fault() == fault_kind::unknown);
  file.unmap();
  close_file(object);
}

// Zeros in the place of each page would take two regions more, of which a process has a limited number.
TEST_CASE("more faults than a process can have regions are an error too") {
  std::size_t limit = 0;
  std::ifstream{"/proc/sys/vm/max_map_count"} >> limit;
  if (support::emulated || limit > 100'000) {
    MESSAGE("a process may have " << limit << " regions: not tried");
    return;
  }
  const auto object = memfd_create("memory");
  const auto pages = limit + 1000;
  auto options = support::shared_writable();
  options.size = pages * page_size();
  options.growth = file_growth::sparse;
  const mapping file{object, options};
  std::size_t seen = 0;
  const auto error = caught([&] {
    guarded(file, [&] {
      REQUIRE(::ftruncate(object, 0) == 0);
      for (std::size_t page = 1; page < pages; page += 2)
        seen += *reinterpret_cast<const volatile char*>(file.data() + page * page_size()) == 0 ? 1 : 0;
    });
  });
  CHECK(seen == pages / 2);
  CHECK(error.file_offset() == 0);
  close_file(object);
}
