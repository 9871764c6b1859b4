// One use of each call that Linux has, and of keys, which need a processor that has them.
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../../support/child.hpp"
#include "file.hpp"

using namespace mmapkit;
using support::caught;
using support::told_by_child;
using truth::cached_file;
using truth::island;
using truth::mebibyte;

PROOF(call, process_madvise) {
  const island one;
  const island other;
  const std::span<std::byte> ranges[] = {{one.data(), one.size()}, {other.data(), other.size()}};
  const auto cool = [&] { CHECK(process_madvise(no_handle, ranges, advice::cold) == one.size() + other.size()); };
  CHECK(truth::goes_cold(one, cool));
  CHECK(truth::goes_cold(other, cool));
}

PROOF(call, mincore) {
  const island memory{4 * page_size()};
  madvise(memory.page(1), page_size(), discarding{advice::dont_need});
  std::array<unsigned char, 4> pages{};
  mincore(memory.data(), memory.size(), pages);
  CHECK(pages == std::array<unsigned char, 4>{1, 0, 1, 1});
}

PROOF(call, cachestat) {
  cached_file file;
  const bool counts = file.is_counted();
  CHECK(cachestat(file.get()).cached == (counts ? mebibyte / page_size() : 0));
  CHECK(cachestat(file.get(), 0, page_size()).cached == (counts ? 1 : 0));
}

PROOF(call, mremap) {
  const island memory{2 * page_size()};
  CHECK(mremap(memory.data(), 2 * page_size(), page_size(), mremap_flag::none) == memory.data());
  CHECK_FALSE(support::is_mapped(memory.page(1)));
}

PROOF(call, memfd_create) {
  const int file = memfd_create("truth");
  mapping memory{
      file,
      {.open = support::open_read_write, .protection = support::read_write, .mmap = mmap_flag::shared, .size = 10}};
  memory.writable_bytes()[0] = std::byte{'x'};
  char byte = 0;
  CHECK(::pread(file, &byte, 1, 0) == 1);
  CHECK(byte == 'x');
  CHECK(find_region(memory.data())->name.starts_with("/memfd:truth"));
  mmapkit::close_file(file);
}

// The kernel does not reach it for the process either.
PROOF(call, memfd_secret) {
  const int file = memfd_secret();
  mapping memory{file,
                 {.open = support::open_read_write,
                  .protection = support::read_write,
                  .mmap = mmap_flag::shared,
                  .size = page_size()}};
  mmapkit::close_file(file);
  memory.writable_bytes()[0] = std::byte{1};
  CHECK(memory.bytes()[0] == std::byte{1});
  CHECK(::syscall(SYS_process_vm_readv, ::getpid(), nullptr, 0UL, nullptr, 0UL, 0UL) == 0);
  std::byte copy{};
  const iovec here{&copy, 1};
  const iovec there{memory.data(), 1};
  CHECK(::syscall(SYS_process_vm_readv, ::getpid(), &here, 1UL, &there, 1UL, 0UL) == -1);
}

namespace {

// A file in memory that can be sealed.
int sealable_handle() { return memfd_create("truth", memfd_flag::allow_sealing); }

}  // namespace

PROOF(call, add_seals) {
  const int file = sealable_handle();
  add_seals(file, seal_flag::grow);
  CHECK(::ftruncate(file, 1) != 0);
  mmapkit::close_file(file);
}

PROOF(call, get_seals) {
  const int file = sealable_handle();
  add_seals(file, seal_flag::grow | seal_flag::shrink);
  CHECK(has(get_seals(file), seal_flag::grow | seal_flag::shrink));
  CHECK_FALSE(has(get_seals(file), seal_flag::write));
  mmapkit::close_file(file);
}

// Sealed memory stays for ever: a child's.
PROOF(call, mseal) {
  const auto answer = told_by_child([] {
    const auto memory = mmap(support::anonymous(page_size()));
    mseal(memory.addr, memory.size);
    std::error_code error;
    mprotect(memory.addr, memory.size, protection_flag::read, error);
    if (error != std::errc::operation_not_permitted) return "protected";
    error.clear();
    munmap(memory, error);
    return error == std::errc::operation_not_permitted && support::writable(memory.addr) ? "sealed" : "unmapped";
  });
  CHECK(answer == "sealed");
}

PROOF(call, posix_fadvise) {
  cached_file file;
  posix_fadvise(file.get(), 0, 0, file_advice::dont_need);
  CHECK((file.pages_in_memory() == 0 || file.is_in_memory_alone()));
}

PROOF(call, sync_file_range) {
  cached_file file;
  file.memory().writable_bytes()[0] = std::byte{'x'};
  sync_file_range(file.get(), 0, 0, range_sync_flag::write | range_sync_flag::wait_after);
  if (supported(call::cachestat)) CHECK(cachestat(file.get()).dirty == 0);
}

PROOF(call, regions) {
  const island memory;
  const auto all = regions();
  const auto mine = std::ranges::find(all, memory.data(), &region::addr);
  REQUIRE(mine != all.end());
  CHECK(mine->size == memory.size());
  CHECK(mine->protection == support::read_write);
  CHECK(std::ranges::is_sorted(all, {}, &region::addr));
}

PROOF(call, find_region_usage) {
  const island memory;
  const auto usage = find_region_usage(memory.data());
  REQUIRE(usage.has_value());
  CHECK(usage->resident == memory.size());
  CHECK(usage->anonymous == memory.size());
  CHECK(usage->kernel_flags.find("rd wr") != std::string::npos);
}

PROOF(call, scan_pages) {
  const island memory;
  const auto runs = scan_pages(memory.data(), memory.size(), page_category::present);
  REQUIRE(runs.size() == 1);
  CHECK(runs[0].addr == memory.data());
  CHECK(runs[0].size == memory.size());
}

namespace {

// A key for a page, with these rights, or the processor's word that it has none; what the page can then be used for.
void check_key(key_right right, bool can_read, bool can_write) {
  std::error_code error;
  const int key = pkey_alloc(right, error);
  if (error) {
    CHECK_FALSE(supported(call::pkey_alloc));
    CHECK((error == std::errc::no_space_on_device || error == std::errc::invalid_argument));
    return;
  }
  const island memory{page_size()};
  pkey_mprotect(memory.data(), memory.size(), support::read_write, key);
  CHECK(support::readable(memory.data()) == can_read);
  CHECK(support::writable(memory.data()) == can_write);
  CHECK(memory.entry().kilobytes("ProtectionKey") == static_cast<std::size_t>(key));
  pkey_mprotect(memory.data(), memory.size(), support::read_write, 0);
  CHECK(support::writable(memory.data()));
  mmapkit::pkey_free(key);
}

}  // namespace

PROOF(key_right, none) { check_key(key_right::none, true, true); }
PROOF(key_right, disable_access) { check_key(key_right::disable_access, false, false); }
PROOF(key_right, disable_write) { check_key(key_right::disable_write, true, false); }
PROOF(key_right, disable_read) { check_key(key_right::disable_read, false, false); }
PROOF(key_right, disable_execute) { check_key(key_right::disable_execute, true, true); }
PROOF(call, pkey_alloc) { check_key(key_right::disable_write, true, false); }

PROOF(call, pkey_free) {
  const int key = pkey_alloc();
  mmapkit::pkey_free(key);
  CHECK(caught([&] { mmapkit::pkey_free(key); }).code() == std::errc::invalid_argument);
}

// Without keys both are refused; with them the rights are those that pkey_alloc gave, and a change is seen by the
// memory, by pkey_get, and by no other key.
PROOF(call, pkey_get) {
  std::error_code error;
  static_cast<void>(mmapkit::pkey_get(0, error));
  if (error) {
    CHECK_FALSE(supported(call::pkey_get));
    CHECK(error == std::errc::function_not_supported);
    return;
  }
  const int key = pkey_alloc(key_right::disable_write);
  CHECK(mmapkit::pkey_get(key) == key_right::disable_write);
  CHECK(mmapkit::pkey_get(0) == key_right::none);
  CHECK(caught([] { static_cast<void>(mmapkit::pkey_get(16)); }).code() == std::errc::invalid_argument);
  mmapkit::pkey_free(key);
}

PROOF(call, pkey_set) {
  std::error_code error;
  mmapkit::pkey_set(0, key_right::none, error);
  if (error) {
    CHECK_FALSE(supported(call::pkey_set));
    CHECK(error == std::errc::function_not_supported);
    return;
  }
  const int key = pkey_alloc(key_right::disable_access);
  const int other = pkey_alloc(key_right::disable_access);
  const island memory{page_size()};
  pkey_mprotect(memory.data(), memory.size(), support::read_write, key);
  for (const auto& [rights, can_read, can_write] :
       {std::tuple{key_right::none, true, true}, std::tuple{key_right::disable_write, true, false},
        std::tuple{key_right::disable_access, false, false}}) {
    mmapkit::pkey_set(key, rights);
    CHECK(mmapkit::pkey_get(key) == rights);
    CHECK(mmapkit::pkey_get(other) == key_right::disable_access);
    CHECK(support::readable(memory.data()) == can_read);
    CHECK(support::writable(memory.data()) == can_write);
  }
  pkey_mprotect(memory.data(), memory.size(), support::read_write, 0);
  mmapkit::pkey_free(key);
  mmapkit::pkey_free(other);
}

// Key -1 is mprotect itself, on every processor.
PROOF(call, pkey_mprotect) {
  const island memory{page_size()};
  pkey_mprotect(memory.data(), memory.size(), protection_flag::read, -1);
  CHECK(support::readable(memory.data()));
  CHECK_FALSE(support::writable(memory.data()));
}
