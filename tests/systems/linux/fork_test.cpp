// Memory that a child process does not get, and huge pages that it may lose.
#include <sys/mman.h>
#include <unistd.h>

#include <csignal>

#include "../../support/child.hpp"
#include "../../support/linux.hpp"

using namespace mmapkit;
using support::mebibyte;

namespace {

std::byte load(const std::byte* at) { return *static_cast<const volatile std::byte*>(at); }

}  // namespace

TEST_CASE("memory that is kept from children is not there in a child, guards included") {
  // QEMU takes the advice and does nothing; ThreadSanitizer maps there by itself.
  if (support::emulated || support::thread_sanitizer) return;
  auto memory = allocate(mebibyte, {.guard_before = page_size(), .guard_after = page_size(), .dont_fork = true});
  memory.data()[0] = std::byte{1};
  CHECK(support::find_mapping(memory.data()).has_flag("dc"));
  const auto end = support::in_child([&] {
    const bool is_gone = !support::is_mapped(memory.data()) && !support::is_mapped(memory.data() - 1) &&
                         !support::is_mapped(memory.data() + mebibyte);
    return is_gone ? 0 : 1;
  });
  CHECK(end.code == 0);
  CHECK(support::in_child([&] { return static_cast<int>(load(memory.data())); }).signal == SIGSEGV);
}

TEST_CASE("a child does not unmap what lies where its parent has memory of its own") {
  for (const bool is_assigned : {false, true}) {
    auto memory = allocate(mebibyte, {.dont_fork = true});
    const auto end = support::in_child([&] {
      auto* const other = static_cast<std::byte*>(
          ::mmap(memory.data(), page_size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
      const auto* const place = memory.data();
      if (is_assigned) {
        memory = {};
      } else {
        const allocation last{std::move(memory)};
      }
      return other == place && support::is_mapped(other) && !memory ? 0 : 1;
    });
    CHECK(end.code == 0);
    CHECK(support::is_mapped(memory.data()));
    memory.unmap();
    CHECK_FALSE(memory);
  }
}

TEST_CASE("zeros in a child and nothing in a child exclude each other") {
  const auto error = support::caught([] { return allocate(1, {.wipe_on_fork = true, .dont_fork = true}); });
  CHECK(error.code() == std::errc::invalid_argument);
}

// What is written in the headers of them.
TEST_CASE("a store of the parent takes a required huge page from a child, unless it is kept from children") {
  for (const bool is_kept : {false, true}) {
    CAPTURE(is_kept);
    const support::huge_page_pool pool{1};
    if (!pool.there() || support::emulated) {
      MESSAGE("no huge pages can be had here: not tried");
      return;
    }
    allocation memory;
    std::error_code others_have_it;
    memory = allocate(page_size(), {.huge_pages = huge_page_use::required, .dont_fork = is_kept}, others_have_it);
    if (others_have_it) return;
    memory.data()[0] = std::byte{1};
    support::pipe_ends stored;
    const auto child = support::start_child([&] {
      stored.close_writer();
      static_cast<void>(stored.read_all());
      return is_kept ? 0 : static_cast<int>(load(memory.data()));
    });
    memory.data()[0] = std::byte{2};
    stored.close_writer();
    const auto end = support::wait_for(child);
    CHECK(end.signal == (is_kept ? 0 : SIGBUS));
    CHECK(memory.data()[0] == std::byte{2});
  }
}
