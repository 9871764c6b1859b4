// What the POSIX systems have in common.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#include "../../support/child.hpp"
#include "../proof.hpp"

using namespace mmapkit;
using support::caught;

PROOF(mmap_flag, fixed) {
  const auto place = mmap(support::anonymous(2 * page_size()));
  support::bytes(place)[0] = std::byte{1};
  support::bytes(place)[page_size()] = std::byte{1};
  auto options = support::anonymous(page_size());
  options.mmap |= mmap_flag::fixed;
  options.address = place.addr;
  const auto memory = mmap(options);
  CHECK(memory.addr == place.addr);
  CHECK(support::bytes(memory)[0] == std::byte{0});
  CHECK(support::bytes(place)[page_size()] == std::byte{1});
  munmap(memory);
  CHECK_FALSE(support::is_mapped(place.addr));
  munmap(place);
}

namespace {

// In a new session without a terminal: opens one with these flags, and tells what has become of it.
std::string opened_terminal(open_flag flags) {
  const int leader = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(leader >= 0);
  REQUIRE(::grantpt(leader) == 0);
  REQUIRE(::unlockpt(leader) == 0);
  const std::string terminal = ::ptsname(leader);
  const auto answer = support::told_by_child([&] {
    ::setsid();
    std::error_code unseen;  // a terminal cannot be mapped; it is the opening that counts
    static_cast<void>(mmap(terminal, {.open = flags}, unseen));
    return std::string{::open("/dev/tty", O_RDONLY | O_CLOEXEC) >= 0 ? "claimed" : "left alone"};
  });
  ::close(leader);
  return answer;
}

}  // namespace

PROOF(open_flag, dont_claim_tty) {
  CHECK(opened_terminal(open_flag::read) == "claimed");
  CHECK(opened_terminal(open_flag::read | open_flag::dont_claim_tty) == "left alone");
}

PROOF(call, shm_unlink) {
  const auto name = "/mmapkit-truth-" + std::to_string(::getpid());
  const auto memory = shm_open(name, support::open_read_write | open_flag::create, 0600, page_size());
  shm_unlink(name);
  CHECK(caught([&] { return shm_open(name, open_flag::read); }).code() == std::errc::no_such_file_or_directory);
  mmapkit::close_file(memory);
}
