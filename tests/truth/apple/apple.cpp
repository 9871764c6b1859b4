// What macOS adds, seen in the memory and the file.
#include <fcntl.h>
#include <sys/mman.h>

#include <vector>

#include "../../support/child.hpp"
#include "../everywhere/content.hpp"

using namespace mmapkit;
using support::scratch;
using support::told_by_child;

namespace {

mapped anonymous_with(mmap_flag flags, protection_flag protection = support::read_write) {
  auto options = support::anonymous(page_size());
  options.protection = protection;
  options.mmap |= flags;
  return mmap(options);
}

void check_usable(mmap_flag flags) {
  const auto memory = anonymous_with(flags);
  CHECK(support::writable(memory.addr));
  munmap(memory);
}

// A file is read through a mapping with the flag.
void check_readable(mmap_flag flags) {
  const scratch folder;
  const mapping file{folder.file("data.bin", "content"), {.mmap = mmap_flag::private_ | flags}};
  CHECK(file.text() == "content");
}

void check_opens(open_flag flag) {
  const scratch folder;
  const mapping file{folder.file("data.bin", "content"), {.open = open_flag::read | flag}};
  CHECK(file.text() == "content");
}

void check_advice(advice what) {
  truth::check_harmless([what](void* addr, std::size_t size) { madvise(addr, size, what); });
}

void check_posix_advice(posix_advice what) {
  truth::check_harmless([what](void* addr, std::size_t size) { posix_madvise(addr, size, what); });
}

}  // namespace

PROOF(open_flag, direct) { check_opens(open_flag::direct); }
PROOF(open_flag, file_sync) { check_opens(open_flag::file_sync); }
PROOF(open_flag, data_sync) { check_opens(open_flag::data_sync); }
PROOF(open_flag, non_block) { check_opens(open_flag::non_block); }
PROOF(open_flag, async) { check_opens(open_flag::async); }

PROOF(mmap_flag, low_2gb) {
  const auto memory = anonymous_with(mmap_flag::low_2gb);
  CHECK(reinterpret_cast<std::uintptr_t>(memory.addr) < std::uintptr_t{1} << 32);
  munmap(memory);
}

PROOF(mmap_flag, has_semaphore) { check_usable(mmap_flag::has_semaphore); }
PROOF(mmap_flag, no_cache) { check_readable(mmap_flag::no_cache); }
PROOF(mmap_flag, tpro) { check_usable(mmap_flag::tpro); }
PROOF(mmap_flag, resilient_codesign) { check_readable(mmap_flag::resilient_codesign); }

PROOF(mmap_flag, jit) {
  const auto memory = anonymous_with(mmap_flag::jit, support::read_write | protection_flag::exec);
  CHECK(support::is_mapped(memory.addr));
  munmap(memory);
}

// Beyond the end of the file there are zeros instead of a fault.
PROOF(mmap_flag, resilient_media) {
  const scratch folder;
  const support::plain_file file{folder.file("data.bin", "content"), support::file_access::read};
  constexpr auto flags = mmap_flag::private_ | mmap_flag::resilient_media;
  void* const memory = mmap(nullptr, 2 * page_size(), protection_flag::read, flags, file.get(), 0);
  CHECK(support::readable(static_cast<std::byte*>(memory) + page_size()));
  mmapkit::munmap(memory, 2 * page_size());
}

PROOF(msync_flag, sync) { truth::check_written(msync_flag::sync); }
PROOF(msync_flag, async) { truth::check_written(msync_flag::async); }
PROOF(msync_flag, invalidate) { truth::check_written(msync_flag::sync | msync_flag::invalidate); }
PROOF(msync_flag, kill_pages) { truth::check_written(msync_flag::sync | msync_flag::kill_pages); }
PROOF(msync_flag, deactivate) { truth::check_written(msync_flag::sync | msync_flag::deactivate); }

PROOF(advice, normal) { check_advice(advice::normal); }
PROOF(advice, random) { check_advice(advice::random); }
PROOF(advice, sequential) { check_advice(advice::sequential); }
PROOF(advice, will_need) { check_advice(advice::will_need); }
PROOF(advice, zero_wired) { check_advice(advice::zero_wired); }
PROOF(advice, can_reuse) { check_advice(advice::can_reuse); }
PROOF(posix_advice, normal) { check_posix_advice(posix_advice::normal); }
PROOF(posix_advice, random) { check_posix_advice(posix_advice::random); }
PROOF(posix_advice, sequential) { check_posix_advice(posix_advice::sequential); }
PROOF(posix_advice, will_need) { check_posix_advice(posix_advice::will_need); }
PROOF(posix_advice, dont_need) { check_posix_advice(posix_advice::dont_need); }

namespace {

// The content may go; the memory can be used again.
void check_discards(advice what, std::initializer_list<advice> then = {}) {
  mapping memory{support::anonymous(page_size())};
  memory.writable_bytes()[0] = std::byte{1};
  madvise(memory.data(), memory.size(), discarding{what});
  for (const auto next : then) madvise(memory.data(), memory.size(), next);
  memory.writable_bytes()[0] = std::byte{2};
  CHECK(memory.bytes()[0] == std::byte{2});
}

}  // namespace

PROOF(advice, free) { check_discards(advice::free); }
PROOF(advice, free_reusable) { check_discards(advice::free_reusable, {advice::free_reuse}); }
PROOF(advice, free_reuse) { check_discards(advice::free_reusable, {advice::free_reuse}); }

PROOF(advice, zero) {
  mapping memory{support::anonymous(page_size())};
  memory.writable_bytes()[0] = std::byte{1};
  madvise(memory.data(), memory.size(), discarding{advice::zero});
  CHECK(memory.bytes()[0] == std::byte{0});
}

namespace {

// What parent and child have in a byte that is 1 before the child makes it 2.
std::string inherited(inherit what) {
  mapping memory{support::anonymous(page_size())};
  memory.writable_bytes()[0] = std::byte{1};
  minherit(memory.data(), memory.size(), what);
  const auto child = told_by_child([&] {
    if (!support::is_mapped(memory.data())) return std::string{"nothing"};
    const auto found = std::to_string(std::to_integer<int>(memory.bytes()[0]));
    memory.writable_bytes()[0] = std::byte{2};
    return found;
  });
  return child + ", then " + std::to_string(std::to_integer<int>(memory.bytes()[0]));
}

}  // namespace

PROOF(inherit, share) { CHECK(inherited(inherit::share) == "1, then 2"); }
PROOF(inherit, copy) { CHECK(inherited(inherit::copy) == "1, then 1"); }
PROOF(inherit, none) { CHECK(inherited(inherit::none) == "nothing, then 1"); }
PROOF(call, minherit) { CHECK(inherited(inherit::share) == "1, then 2"); }

namespace {

void check_locks_all(mlockall_flag flags) {
  const auto answer = told_by_child([flags] {
    std::error_code error;
    mlockall(flags, error);
    if (!error) munlockall(error);
    return error ? error.message() : std::string{};
  });
  CHECK(answer.empty() != supported(call::mlockall));
}

bool in_core_after_touch(page_state state) {
  mapping memory{support::anonymous(page_size())};
  memory.writable_bytes()[0] = std::byte{1};
  std::vector<unsigned char> pages(1);
  mincore(memory.data(), memory.size(), pages);
  return has(state_of(pages[0]), state);
}

}  // namespace

PROOF(mlockall_flag, current) { check_locks_all(mlockall_flag::current); }
PROOF(mlockall_flag, future) { check_locks_all(mlockall_flag::future); }
PROOF(call, mlockall) { check_locks_all(mlockall_flag::current); }
PROOF(call, munlockall) { check_locks_all(mlockall_flag::current); }
PROOF(lock_flag, none) {
  const mapping memory{support::anonymous(page_size())};
  mlock2(memory.data(), memory.size(), lock_flag::none);
  std::vector<unsigned char> pages(1);
  mincore(memory.data(), memory.size(), pages);
  CHECK(has(state_of(pages[0]), page_state::in_core));
  mmapkit::munlock(memory.data(), memory.size());
}

PROOF(page_state, referenced) { CHECK(in_core_after_touch(page_state::referenced)); }
PROOF(page_state, modified) { CHECK(in_core_after_touch(page_state::modified)); }
PROOF(page_state, anonymous) { CHECK(in_core_after_touch(page_state::anonymous)); }
PROOF(page_state, referenced_other) { CHECK(in_core_after_touch(page_state::in_core)); }
PROOF(page_state, modified_other) { CHECK(in_core_after_touch(page_state::in_core)); }
PROOF(page_state, paged_out) { CHECK_FALSE(in_core_after_touch(page_state::paged_out)); }
PROOF(page_state, copied) { CHECK(in_core_after_touch(page_state::in_core)); }
PROOF(call, mincore) { CHECK(in_core_after_touch(page_state::in_core)); }

PROOF(call, regions) {
  const mapping memory{support::anonymous(page_size())};
  const auto found = find_region(memory.data());
  REQUIRE(found.has_value());
  CHECK(found->protection == support::read_write);
}

PROOF(fallocate_mode, punch_hole) {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(1 << 20));
  const support::plain_file file{path, support::file_access::write};
  fallocate(file.get(), fallocate_mode::punch_hole, 0, 1 << 19);
  CHECK(support::read_file(path) == std::string(1 << 19, '\0') + support::pattern(1 << 20).substr(1 << 19));
}
