// One use of each call that every system has.
#include <vector>

#include "content.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

PROOF(call, open) {
  const scratch folder;
  CHECK(caught([&] { return mmap(folder / "none"); }).operation() == "open");
  CHECK(support::text(mapping{folder.file("data.bin", "content")}) == "content");
}

PROOF(call, stat) {
  const scratch folder;
  CHECK(mapping{folder.file("data.bin", "content")}.size() == 7);
}

PROOF(call, close) {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto files = support::open_files();
  munmap(mmap(path, support::shared_writable()));
  CHECK(support::open_files() == files);
}

PROOF(call, view) {
  const scratch folder;
  const mapping file{folder.file("data.bin", "content!")};
  CHECK(file.as<std::uint32_t>().size() == 2);
  CHECK(caught([&] { return file.as<std::array<char, 3>>(); }).operation() == "view");
}

PROOF(call, mmap) {
  const auto memory = mmap(support::anonymous(page_size()));
  CHECK(support::writable(memory.addr));
  munmap(memory);
}

PROOF(call, munmap) {
  const auto memory = mmap(support::anonymous(page_size()));
  CHECK(support::is_mapped(memory.addr));
  munmap(memory.addr, memory.size);
  CHECK_FALSE(support::is_mapped(memory.addr));
}

PROOF(call, mprotect) {
  const auto memory = mmap(support::anonymous(page_size()));
  mprotect(memory.addr, memory.size, protection_flag::read);
  CHECK_FALSE(support::writable(memory.addr));
  munmap(memory);
}

PROOF(call, msync) { truth::check_written(msync_flag::sync); }

// Locked pages are there, whether they were touched before or not.
template <class Lock>
void check_locked(Lock lock) {
  const auto memory = mmap(support::anonymous(2 * page_size()));
  lock(memory.addr, memory.size);
  std::vector<unsigned char> pages(2);
  mincore(memory.addr, memory.size, pages);
  for (const auto page : pages) CHECK(has(state_of(page), page_state::in_core));
  munlock(memory.addr, memory.size);
  munmap(memory);
}

PROOF(call, mlock) {
  check_locked([](void* addr, std::size_t size) { mlock(addr, size); });
}
PROOF(call, mlock2) {
  check_locked([](void* addr, std::size_t size) { mlock2(addr, size, lock_flag::none); });
}

PROOF(call, munlock) {
  const auto memory = mmap(support::anonymous(page_size()));
  mlock(memory.addr, memory.size);
  munlock(memory.addr, memory.size);
  munlock(memory.addr, memory.size);
  munmap(memory);
  std::error_code error;
  munlock(memory.addr, memory.size, error);
  CHECK(error);
}

PROOF(call, write_through) {
  const support::scratch folder;
  const auto path = folder.file("data.bin", "0123456789");
  mapping memory{path, support::shared_writable()};
  memory.write_through(3, std::as_bytes(std::span{"abc", 3}));
  CHECK(memory.text() == "012abc6789");
  CHECK(support::read_file(path) == "012abc6789");
}

PROOF(call, load) {
  const support::scratch folder;
  CHECK(support::text(load(folder.file("data.bin", "0123456789"))) == "0123456789");
}

PROOF(call, sync_directory_entry) {
  const support::scratch folder;
  sync_directory_entry(folder.file("data.bin", "x"));
  std::error_code error;
  sync_directory_entry(folder / "none" / "data.bin", error);
  CHECK(error == std::errc::no_such_file_or_directory);
}

// On POSIX a lower limit is what locking meets; on Windows locking raises it.
PROOF(call, lock_limit) {
  const auto memory = mmap(support::anonymous(4 << 20));
  std::error_code error;
  mlock(memory.addr, memory.size, error);
  CHECK((error || lock_limit() > 0));
  CHECK((error || this_system() != mark::windows || lock_limit() >= memory.size));
  munmap(memory);
}

PROOF(call, madvise) {
  truth::check_harmless([](void* addr, std::size_t size) { madvise(addr, size, advice::will_need); });
  if (!supported(advice::dont_need)) return;
  const auto memory = mmap(support::anonymous(page_size()));
  *support::bytes(memory) = std::byte{1};
  madvise(memory.addr, memory.size, discarding{advice::dont_need});
  if (this_system() == mark::linux_) CHECK(*support::bytes(memory) == std::byte{0});
  munmap(memory);
}

PROOF(call, posix_madvise) {
  truth::check_harmless([](void* addr, std::size_t size) { posix_madvise(addr, size, posix_advice::will_need); });
}

PROOF(call, shm_open) {
  const auto name = "/mmapkit-truth-" + std::to_string(support::process_number());
  constexpr auto flags = support::open_read_write | open_flag::ensure_create;
  const auto one = shm_open(name, flags, 0600, page_size());
  const auto other = shm_open(name, support::open_read_write);
  auto options = support::shared_writable();
  options.open = support::open_read_write;
  options.size = page_size();
  mapping here{one, options};
  const mapping there{other, options};
  here.writable_bytes()[0] = std::byte{1};
  CHECK(there.bytes()[0] == std::byte{1});
  mmapkit::close_file(one);
  mmapkit::close_file(other);
  if (supported(call::shm_unlink)) shm_unlink(name);
}

PROOF(call, fallocate) {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const support::plain_file file{path, support::file_access::write};
  if (!support::can(fallocate_mode::allocate, path, file.get())) return;
  fallocate(file.get(), fallocate_mode::allocate, 0, 1 << 16);
  CHECK(std::filesystem::file_size(path) == 1 << 16);
  CHECK((support::allocated_bytes(path) >= 1 << 16) == support::growth_has_blocks());
}
