// By which calls memory is frozen again: its pages are moved where many were stored to, and else discarded.
#include <cerrno>
#include <mmapkit/calls/mlock.hpp>
#include <mmapkit/snapshot.hpp>

#include "trial.hpp"

using namespace mmapkit;
using sweep::trial;
using sweep::were_made;

namespace {

constexpr std::size_t all_pages = 256;

void store_to(freezable& memory, std::size_t pages, std::byte value) {
  for (std::size_t i = 0; i < pages; ++i) memory.writable_bytes()[i * (all_pages / pages) * page_size()] = value;
}

// The second snapshot, of which so many pages were stored to since the first.
bool freeze_again(trial& one, std::size_t pages, bool is_locked = false) {
  freezable memory{all_pages * page_size()};
  store_to(memory, all_pages, std::byte{1});
  const auto first = memory.freeze();
  if (is_locked) mlock(memory.data(), memory.size());
  store_to(memory, pages, std::byte{2});
  snapshot second;
  const bool done = one.act([&] { second = memory.freeze(); });
  store_to(memory, pages, std::byte{3});
  CHECK(first.bytes()[0] == std::byte{1});
  if (done) CHECK(second.bytes()[0] == std::byte{2});
  CHECK(memory.bytes()[0] == std::byte{3});
  CHECK(memory.bytes()[page_size()] == (pages == all_pages ? std::byte{3} : std::byte{1}));
  return done;
}

bool can_move() { return supported(mremap_flag::dont_unmap) && !support::emulated; }

}  // namespace

TEST_CASE("many pages that were stored to are moved to the snapshot, and few are discarded") {
  if (!can_move()) return;
  trial many{sweep::nowhere, 0};
  REQUIRE(freeze_again(many, all_pages / 32));
  CHECK(were_made("mremap"));
  // Before Linux 5.13 the pages of a file are not moved so.
  if (sweep::kernel_is_at_least(5, 13)) CHECK_FALSE(were_made("madvise"));
  trial few{sweep::nowhere, 0};
  REQUIRE(freeze_again(few, all_pages / 64));
  CHECK_FALSE(were_made("mremap"));
}

TEST_CASE("pages that are locked are discarded however many there are: a lock would move with them") {
  if (!can_move()) return;
  trial locked{sweep::nowhere, 0};
  REQUIRE(freeze_again(locked, all_pages, true));
  CHECK_FALSE(were_made("mremap"));
}

TEST_CASE("where many pages cannot be moved they are discarded, and the snapshot is the same") {
  for (const int code : {EINVAL, ENOMEM, EFAULT}) {
    auto one = sweep::without("mremap", code);
    CHECK(freeze_again(one, all_pages / 2));
  }
}

TEST_CASE("the pages of a freeze are copied and allocated by few calls") {
  if (!can_move()) return;
  mapping memory{support::anonymous(page_size())};
  const std::span<std::byte> ranges[] = {memory.writable_bytes()};
  std::error_code before_6_13;  // each run is advised alone there
  process_madvise(no_handle, ranges, advice::populate_write, before_6_13);
  if (before_6_13) return;
  trial one{sweep::nowhere, 0};
  REQUIRE(freeze_again(one, all_pages / 4));
  CHECK(sweep::names_of_calls().size() < 16);
}
