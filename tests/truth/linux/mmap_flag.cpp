// What each mmap flag does, seen in /proc/self.
#include "memory.hpp"

using namespace mmapkit;
using support::caught;
using support::find_mapping;
using support::scratch;
using truth::anonymous_with;
using truth::mebibyte;

namespace {

// Maps with the flag and without, and asks the kernel about each.
template <class Ask>
void differs(mmap_flag flag, Ask ask) {
  const auto with = anonymous_with(flag);
  CHECK(ask(find_mapping(with.addr)));
  munmap(with);
  const auto without = anonymous_with({});
  CHECK_FALSE(ask(find_mapping(without.addr)));
  munmap(without);
}

}  // namespace

PROOF(mmap_flag, no_reserve) {
  differs(mmap_flag::no_reserve, [](const auto& entry) { return entry.has_flag("nr"); });
}

PROOF(mmap_flag, locked) {
  differs(mmap_flag::locked, [](const auto& entry) { return entry.has_flag("lo") && entry.locked_kb >= 1024; });
}

PROOF(mmap_flag, populate) {
  const auto with = anonymous_with(mmap_flag::populate);
  CHECK(support::resident_pages(with.addr, mebibyte) == mebibyte / page_size());
  munmap(with);
  const auto without = anonymous_with({});
  CHECK(support::resident_pages(without.addr, mebibyte) == 0);
  munmap(without);

  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(mebibyte));
  const mapping file{path, {.mmap = mmap_flag::shared | mmap_flag::populate}};
  CHECK(support::resident_pages(file.data(), mebibyte) == mebibyte / page_size());
}

PROOF(mmap_flag, non_block) {
  const auto memory = anonymous_with(mmap_flag::populate | mmap_flag::non_block);
  CHECK(support::resident_pages(memory.addr, mebibyte) == 0);
  munmap(memory);
}

PROOF(mmap_flag, grows_down) {
  const auto place = anonymous_with({}, 8 * mebibyte);
  munmap(place);
  auto options = support::anonymous(page_size());
  options.mmap |= mmap_flag::grows_down | mmap_flag::no_replace;
  options.address = support::bytes(place) + 7 * mebibyte;
  const auto memory = mmap(options);
  CHECK(find_mapping(memory.addr).has_flag("gd"));
  auto* const below = support::bytes(memory) - page_size();
  CHECK_FALSE(support::is_mapped(below));
  *below = std::byte{1};
  CHECK(support::is_mapped(below));
  munmap(memory);
  mmapkit::munmap(below, page_size());
}

PROOF(mmap_flag, stack) {
  const bool has_huge_pages = std::filesystem::exists("/sys/kernel/mm/transparent_hugepage");
  const auto memory = anonymous_with(mmap_flag::stack);
  CHECK(find_mapping(memory.addr).has_flag("nh") == has_huge_pages);
  munmap(memory);
}

// A file of persistent memory is more than a test can ask for: every other one is refused by the kernel, which tells
// that it has understood.
PROOF(mmap_flag, sync) {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  auto options = support::shared_writable();
  munmap(mmap(path, options));
  options.mmap |= mmap_flag::sync;
  CHECK(caught([&] { return mmap(path, options); }).code() == std::errc::operation_not_supported);
}

PROOF(mmap_flag, shared_validate) {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  auto options = support::shared_writable();
  options.mmap = mmap_flag::shared_validate;
  mapping file{path, options};
  CHECK(find_mapping(file.data()).permissions == "rw-s");
  file.writable_bytes()[0] = std::byte{'C'};
  CHECK(support::read_file(path) == "Content");

  constexpr std::uint32_t no_such_flag = 0x02000000;
  options.mmap |= native_bits<mmap_flag>(no_such_flag);
  CHECK(caught([&] { return mmap(path, options); }).code() == std::errc::operation_not_supported);
}

PROOF(mmap_flag, droppable) {
  auto options = support::anonymous(mebibyte);
  options.mmap = mmap_flag::droppable | mmap_flag::anonymous;
  mapping memory{options};
  CHECK(find_mapping(memory.data()).has_flag("dp"));
  memory.writable_bytes()[0] = std::byte{1};
  std::error_code error;
  memory.lock(lock_flag::none, error);  // what may vanish cannot be kept
  CHECK(find_mapping(memory.data()).locked_kb == 0);
}

PROOF(mmap_flag, low_2gb) {
  const auto memory = anonymous_with(mmap_flag::low_2gb);
  CHECK(reinterpret_cast<std::uintptr_t>(memory.addr) + memory.size <= std::uintptr_t{1} << 31);
  munmap(memory);
}

PROOF(mmap_flag, above_4gb) {
  const auto memory = anonymous_with(mmap_flag::above_4gb);
  CHECK(static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(memory.addr)) >= std::uint64_t{1} << 32);
  munmap(memory);
}

// Kernels without an MMU alone offer it, and these tests do not run there.
PROOF(mmap_flag, uninitialized) {
  const auto memory = anonymous_with(mmap_flag::uninitialized);
  CHECK(support::writable(memory.addr));
  munmap(memory);
}
