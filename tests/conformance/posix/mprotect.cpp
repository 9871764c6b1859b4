#include <sys/resource.h>

#include "../system.hpp"
#include "child.hpp"

using namespace mmapkit;
using namespace conformance;

TEST_CASE("mprotect 11-1: write for private memory that the system cannot supply is out of memory") {
  holds_in_child("a limit of private memory", [] {
    constexpr auto mebibyte = std::size_t{1} << 20;
    const pages memory{64 * mebibyte, protection_flag::read};
    if (thread_sanitizer) return untried;  // its runtime ends the process where it gets no memory itself
    if (!limit(RLIMIT_DATA, mebibyte)) return untried;
    std::error_code error;
    mprotect(memory.addr(), memory.length(), support::read_write, error);
    if (error != std::errc::not_enough_memory) return 1;
    return memory[0] == '\0' && writing(memory.addr()) == fault::access ? 0 : 2;
  });
}

TEST_CASE("mprotect 13-2: a child process has the protection of its parent, and changes its own alone") {
  const pages memory{page_size(), support::read_write, shared_anonymous};
  mprotect(memory.addr(), page_size(), protection_flag::read);
  holds_in_child("fork", [&] {
    if (writing(memory.addr()) != fault::access) return 1;
    mprotect(memory.addr(), page_size(), support::read_write);
    memory[0] = 'a';
    return 0;
  });
  CHECK(memory[0] == 'a');
  CHECK(writing(memory.addr()) == fault::access);
}
