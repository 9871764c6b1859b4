// What advice and syncing do to the pages of a file.
#include <unistd.h>

#include <chrono>
#include <thread>

#include "file.hpp"

using namespace mmapkit;
using support::caught;
using truth::cached_file;
using truth::mebibyte;

namespace {

const auto all_pages = mebibyte / page_size();

// Where the file system can let go of pages, the advice brings them back.
template <class Advise>
void check_brings_back(Advise advise) {
  cached_file file;
  if (!file.evict()) {
    CHECK(file.is_in_memory_alone());
    MESSAGE("the file system keeps its pages: asserted that the advice is taken and changes nothing");
    advise(file);
    CHECK(file.pages_in_memory() == all_pages);
    return;
  }
  advise(file);
  // A kernel without cachestat shows them when they have come.
  for (int waits = 0; file.pages_in_cache() == 0 && waits < 10'000; ++waits)
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  CHECK(file.pages_in_cache() > 0);
  CHECK(file.memory().text() == support::pattern(mebibyte));
}

}  // namespace

PROOF(advice, will_need) {
  check_brings_back([](cached_file& file) { file.memory().advise(advice::will_need); });
}

PROOF(posix_advice, will_need) {
  check_brings_back(
      [](cached_file& file) { posix_madvise(file.memory().data(), file.memory().size(), posix_advice::will_need); });
}

PROOF(file_advice, will_need) {
  check_brings_back([](cached_file& file) { posix_fadvise(file.get(), 0, 0, file_advice::will_need); });
}

PROOF(call, read_ahead) {
  check_brings_back([](cached_file& file) { read_ahead(file.get(), 0, 0); });
  std::error_code error;
  read_ahead(no_handle, 0, 0, error);
  CHECK(error == std::errc::bad_file_descriptor);
}

PROOF(file_advice, dont_need) {
  cached_file file;
  CHECK(file.pages_in_memory() == all_pages);
  posix_fadvise(file.get(), 0, 0, file_advice::dont_need);
  if (file.is_in_memory_alone())
    CHECK(file.pages_in_memory() == all_pages);
  else
    CHECK(file.pages_in_memory() == 0);
  CHECK(support::read_file(file.path()) == support::pattern(mebibyte));
}

PROOF(advice, pageout) {
  cached_file file;
  const bool can_leave = file.evict();
  CHECK(file.memory().text() == support::pattern(mebibyte));
  CHECK(file.pages_in_memory() == all_pages);
  file.memory().advise(advice::pageout);
  if (can_leave) CHECK(file.pages_in_memory() < all_pages);
  CHECK(file.memory().text() == support::pattern(mebibyte));
}

PROOF(advice, remove) {
  cached_file file;
  const auto before = support::allocated_bytes(file.path());
  std::error_code error;
  file.memory().advise(0, mebibyte / 2, discarding{advice::remove}, error);
  if (error == std::errc::operation_not_supported) {
    MESSAGE("the file system has no holes: asserted that it says so");
    return;
  }
  CHECK_FALSE(error);
  CHECK(support::allocated_bytes(file.path()) + mebibyte / 2 <= before);
  CHECK(truth::holds(file.memory().data(), mebibyte / 2, 0));
  const auto content = support::read_file(file.path());
  CHECK(content == std::string(mebibyte / 2, '\0') + support::pattern(mebibyte).substr(mebibyte / 2));
}

namespace {

// How many pages the kernel has taken in for one that was read after the advice, from the middle of the file.
std::uint64_t read_ahead(file_advice what) {
  cached_file file;
  if (!file.evict()) {
    CHECK(file.is_in_memory_alone());
    return 0;
  }
  posix_fadvise(file.get(), 0, 0, what);
  std::string page(page_size(), '\0');
  REQUIRE(::pread(file.get(), page.data(), page.size(), 0) == static_cast<ssize_t>(page.size()));
  CHECK(page == support::pattern(page.size()));
  return file.pages_in_cache();
}

bool can_count() { return cached_file{}.is_counted(); }

}  // namespace

PROOF(file_advice, random) {
  const auto pages = read_ahead(file_advice::random);
  CHECK(pages <= 1);
}

PROOF(file_advice, normal) {
  const auto pages = read_ahead(file_advice::normal);
  if (can_count()) CHECK(pages >= read_ahead(file_advice::random));
}

PROOF(file_advice, sequential) {
  const auto pages = read_ahead(file_advice::sequential);
  if (can_count()) CHECK(pages >= read_ahead(file_advice::normal));
}

// Which pages go first when memory is short cannot be seen: the content is the same, and the pages are there.
PROOF(file_advice, no_reuse) {
  cached_file file;
  posix_fadvise(file.get(), 0, 0, file_advice::no_reuse);
  CHECK(support::read_file(file.path()) == support::pattern(mebibyte));
  CHECK(file.pages_in_memory() == all_pages);
}

namespace {

// What the kernel still has to write of a file that was changed and then synced so.
template <class Sync>
cache_state left_to_write(Sync sync) {
  cached_file file;
  std::ranges::fill(file.memory().writable_bytes(), std::byte{'x'});
  sync(file);
  CHECK(support::read_file(file.path()) == std::string(mebibyte, 'x'));
  return can_count() ? cachestat(file.get()) : cache_state{};
}

}  // namespace

PROOF(msync_flag, sync) {
  const auto left = left_to_write([](cached_file& file) { file.memory().sync(msync_flag::sync); });
  CHECK(left.dirty == 0);
  CHECK(left.writeback == 0);
}

// Scheduling is all that is promised, and the kernel schedules every change by itself.
PROOF(msync_flag, async) {
  const auto left = left_to_write([](cached_file& file) { file.memory().sync(msync_flag::async); });
  CHECK(left.cached == (can_count() ? all_pages : 0));
}

PROOF(msync_flag, invalidate) {
  cached_file file;
  file.memory().sync(msync_flag::sync | msync_flag::invalidate);
  file.memory().lock(0, page_size());
  CHECK(caught([&] { file.memory().sync(msync_flag::sync | msync_flag::invalidate); }).code() ==
        std::errc::device_or_resource_busy);
}

PROOF(range_sync_flag, write) {
  const auto left = left_to_write([](cached_file& file) { sync_file_range(file.get(), 0, 0, range_sync_flag::write); });
  CHECK(left.dirty == 0);
}

PROOF(range_sync_flag, wait_after) {
  const auto left = left_to_write([](cached_file& file) {
    sync_file_range(file.get(), 0, 0, range_sync_flag::write | range_sync_flag::wait_after);
  });
  CHECK(left.dirty == 0);
  CHECK(left.writeback == 0);
}

PROOF(range_sync_flag, wait_before) {
  const auto left = left_to_write([](cached_file& file) {
    sync_file_range(file.get(), 0, 0, range_sync_flag::write);
    sync_file_range(file.get(), 0, 0, range_sync_flag::wait_before);
  });
  CHECK(left.writeback == 0);
}
