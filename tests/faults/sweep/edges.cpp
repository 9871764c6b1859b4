// Values that are just too much, or are nothing: each is refused by its own error, or does its little work.
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <mmapkit/growable_file.hpp>

#include "backend/backend.hpp"
#include "trial.hpp"

using namespace mmapkit;
using support::caught;
using support::pattern;
using support::scratch;
using sweep::trial;
using sweep::without;

namespace {

constexpr auto most = std::numeric_limits<std::size_t>::max();

template <class Act>
std::error_code code_of(Act act) {
  return caught(act).code();
}

}  // namespace

TEST_CASE("an object under a name of shared memory that is no regular file is refused at once") {
  const auto name = "mmapkit-kinds-" + std::to_string(::getpid());
  const auto path = "/dev/shm/" + name;
  for (const auto kind : std::array<mode_t, 5>{S_IFIFO, S_IFSOCK, S_IFCHR, S_IFBLK, S_IFDIR}) {
    CAPTURE(kind);
    const bool made =
        kind == S_IFDIR ? ::mkdir(path.c_str(), 0700) == 0 : ::mknod(path.c_str(), kind | 0600, makedev(1, 3)) == 0;
    if (!made) continue;  // devices are root's to make
    CHECK_THROWS_AS(static_cast<void>(shared_memory::open("/" + name, support::read_write)), mmap_error);
    CHECK_THROWS_AS(static_cast<void>(shared_memory::open_or_create("/" + name, page_size())), mmap_error);
    CHECK(::remove(path.c_str()) == 0);
  }
}

TEST_CASE("pages beyond what is scanned at once are told as runs, none twice and none left out") {
  if (!supported(call::scan_pages)) return;
  constexpr std::size_t pages = 2200;
  mapping memory{support::anonymous(pages * page_size())};
  memory.advise(advice::no_huge_page);
  for (std::size_t i = 0; i < pages; i += 2) memory.writable_bytes()[i * page_size()] = std::byte{1};
  const auto runs = scan_pages(memory.data(), memory.size(), page_category::present);
  REQUIRE(runs.size() == pages / 2);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    CHECK(runs[i].addr == memory.data() + 2 * i * page_size());
    CHECK(runs[i].size == page_size());
  }
  CHECK(code_of([&] { static_cast<void>(scan_pages(memory.data(), most, page_category::present)); }) ==
        std::errc::value_too_large);
}

TEST_CASE("objects in memory: flags that need or exclude each other are refused") {
  CHECK(code_of([] { static_cast<void>(memfd_create("x", memfd_flag::huge_2mb)); }) ==
        (supported(memfd_flag::huge_2mb) ? std::errc::invalid_argument : std::errc::operation_not_supported));
  const bool has_both = supported(memfd_flag::no_exec_seal);
  CHECK(code_of([] { static_cast<void>(memfd_create("x", memfd_flag::no_exec_seal | memfd_flag::executable)); }) ==
        (has_both ? std::errc::invalid_argument : std::errc::operation_not_supported));
  CHECK(code_of([] { static_cast<void>(shared_memory::create("/mmapkit-of-no-size", 0)); }) ==
        std::errc::invalid_argument);
}

TEST_CASE("files of elements: what cannot be one is refused and stays as it was") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(5 * page_size()));
  CHECK(code_of([&] { static_cast<void>(typed_file<int>::create(folder / "new", most / 2)); }) ==
        std::errc::invalid_argument);
  CHECK_FALSE(std::filesystem::exists(folder / "new"));
  CHECK(code_of([&] { growable_file<int>{path, page_size()}; }) == std::errc::file_too_large);
  CHECK(code_of([&] { growable_file<int>{"/dev/null", page_size()}; }) == std::errc::invalid_argument);
  CHECK(support::read_file(path) == pattern(5 * page_size()));
}

TEST_CASE("a growable array that cannot have room ahead takes what it needs") {
  growable<int> numbers{std::size_t{1} << 24};
  numbers.push_back(7);
  const auto before = numbers.capacity();
  trial one{0, ENOMEM};
  REQUIRE(one.act([&] { numbers.resize(before + 1); }));
  CHECK(numbers[0] == 7);
  CHECK(numbers[before] == 0);
  auto none = without("mprotect", ENOMEM);
  const auto size = numbers.capacity();
  CHECK_FALSE(none.act([&] { numbers.resize(size + 1); }));
  CHECK(numbers[0] == 7);
}

TEST_CASE("what is nothing has a state, and what ends at its end is split in two") {
  CHECK(allocation{}.state().resident == 0);
  std::error_code error;
  const mirrored_buffer none{0, error};
  CHECK(error == std::errc::invalid_argument);
  CHECK(none.size() == 0);
  reservation range{2 * page_size()};
  const auto rest = range.split(range.size());
  CHECK(rest.size() == 0);
  CHECK(range.size() == 2 * page_size());
  CHECK(to_string(static_cast<advice>(255)) == "unknown(0xff)");
}

TEST_CASE("a file is not opened for nothing") {
  const scratch folder;
  const auto path = folder.file("data.bin", "x");
  CHECK(code_of([&] { static_cast<void>(open_file(path, open_flag{})); }) == std::errc::invalid_argument);
}

TEST_CASE("a region is named, renamed and loses its name; what is no name is refused") {
  if (!supported(call::name_region)) return;
  mapping memory{support::anonymous(page_size())};
  name_region(memory.data(), memory.size(), "of tests");
  CHECK(find_region(memory.data()).value().name == "[anon:of tests]");
  name_region(memory.data(), memory.size(), "");
  CHECK(find_region(memory.data()).value().name.empty());
  for (const auto& name : {std::string(300, 'x'), std::string{"a\0b", 3}})
    CHECK(code_of([&] { name_region(memory.data(), memory.size(), name); }) == std::errc::invalid_argument);
  auto one = without("prctl", ENOMEM);
  CHECK_FALSE(one.act([&] { name_region(memory.data(), memory.size(), "x"); }));
  CHECK(one.told() == std::errc::not_enough_memory);
}

TEST_CASE("a hole is made after a signal, and writing that cannot be scheduled is told") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(2 * page_size()));
  const auto file = open_file(path, support::open_read_write);
  trial interrupted{0, EINTR};
  if (support::can(fallocate_mode::punch_hole, path, file)) {
    REQUIRE(interrupted.act([&] { fallocate(file, fallocate_mode::punch_hole, 0, page_size()); }));
    CHECK(support::read_file(path).substr(0, page_size()) == std::string(page_size(), '\0'));
  }
  close_file(file);
  mapping mapped{path, support::shared_writable()};
  trial one{sweep::fault{.every = "msync", .missing = "sync_file_range", .code = EIO}};
  CHECK_FALSE(one.act([&] { mapped.sync(durability::scheduled); }));
  CHECK(one.told() == std::errc::io_error);
}

TEST_CASE("a value that no flag has is refused by every call before the system is asked") {
  mapping memory{support::anonymous(page_size())};
  auto* const at = memory.data();
  const auto size = memory.size();
  const scratch folder;
  const auto path = folder.file("data.bin", "x");
  const auto file = open_file(path, support::open_read_write);
  const auto no_flag = []<class Flag>(Flag) { return static_cast<Flag>(std::uint64_t{1} << 30); };
  const auto none_of = []<class Value>(Value) { return static_cast<Value>(255); };
  std::vector<page_status> pages(1);
  const std::vector<std::span<std::byte>> ranges{memory.writable_bytes()};
  reservation range{page_size()};
  const std::vector<std::function<void()>> calls{
      [&] { static_cast<void>(mremap(at, size, size, no_flag(mremap_flag{}))); },
      [&] { mlock2(at, size, no_flag(lock_flag{})); },
      [&] { mlockall(no_flag(mlockall_flag{})); },
      [&] { static_cast<void>(memfd_create("x", no_flag(memfd_flag{}))); },
      [&] { fallocate(file, no_flag(fallocate_mode{}), 0, 1); },
      [&] { sync_file_range(file, 0, 1, no_flag(range_sync_flag{})); },
      [&] { posix_fadvise(file, 0, 1, none_of(file_advice{})); },
      [&] { madvise(at, size, none_of(advice{})); },
      [&] { posix_madvise(at, size, none_of(posix_advice{})); },
      [&] { static_cast<void>(process_madvise(no_handle, ranges, none_of(advice{}))); },
      [&] { add_seals(file, no_flag(seal_flag{})); },
      [&] { static_cast<void>(pkey_alloc(no_flag(key_right{}))); },
      [&] { static_cast<void>(scan_pages(at, size, page_category::present, no_flag(scan_flag{}))); },
      [&] { static_cast<void>(scan_pages(at, size, no_flag(page_category{}))); },
      [&] { static_cast<void>(map_shadow_stack(nullptr, size, no_flag(shadow_stack_flag{}))); },
      [&] { set_process_control(none_of(process_control{})); },
      [&] { msync(at, size, no_flag(msync_flag{})); },
      [&] { mprotect(at, size, no_flag(protection_flag{})); },
      [&] { range.commit(0, size, no_flag(protection_flag{})); },
      [&] { move_pages(pages, no_flag(numa_move{})); },
      [&] { static_cast<void>(shm_open("/mmapkit-none", no_flag(open_flag{}))); },
      [&] { static_cast<void>(open_file(path, no_flag(open_flag{}))); },
      [&] { static_cast<void>(shared_memory::open("/mmapkit-none", no_flag(protection_flag{}))); }};
  for (std::size_t i = 0; i < calls.size(); ++i) {
    CAPTURE(i);
    trial one{sweep::nowhere, 0};
    CHECK_FALSE(one.act(calls[i]));
    CHECK((one.told() == std::errc::operation_not_supported || one.told() == std::errc::invalid_argument));
    CHECK(sweep::names_of_calls().empty());
  }
  close_file(file);
}

TEST_CASE("an owner that cannot tell whether a name is still its own leaves it, and gives back its memory") {
  const auto name = "/mmapkit-owner-" + std::to_string(::getpid());
  for (const auto* call : {"open", "fstat"})
    for (const int code : {ENOENT, ELOOP, EACCES}) {
      auto memory = shared_memory::create(name, page_size());
      const auto* const at = memory.data();
      auto one = without(call, code);
      one.act([&] { memory.unmap(); });
      CHECK_FALSE(support::is_mapped(at));
      shared_memory::remove(name);
    }
}

TEST_CASE("a page is moved to no node beyond those that have a number") {
  mapping memory{support::anonymous(page_size())};
  std::vector<page_status> pages(1);
  pages[0].addr = memory.data();
  pages[0].node = std::numeric_limits<unsigned>::max();
  CHECK(code_of([&] { move_pages(pages, numa_move::move); }) ==
        (supported(call::move_pages) ? std::errc::invalid_argument : std::errc::operation_not_supported));
}

TEST_CASE("what is refused without exceptions leaves all as it was") {
  std::error_code error;
  mapping memory{support::anonymous(page_size())};
  auto one = without("mprotect", ENOMEM);
  one.act([&] { memory.protect(protection_flag::read, error); });
  CHECK(error == std::errc::not_enough_memory);
  CHECK(memory.protection() == support::read_write);
  dual_mapping code{page_size()};
  const std::vector<std::byte> bytes(2);
  code.write(page_size() - 1, bytes, error);
  CHECK(error == std::errc::invalid_argument);
  auto options = support::anonymous(page_size());
  options.numa_node = 1'000'000;
  CHECK(code_of([&] { static_cast<void>(mapping{options}); }) == std::errc::invalid_argument);
  auto locked = without("mlockall", ENOMEM);
  CHECK_FALSE(locked.act([] { mlockall(mlockall_flag::current); }));
  CHECK(locked.told() == std::errc::not_enough_memory);
  const scratch folder;
  growable_file<int> numbers{folder / "numbers", page_size()};
  CHECK_THROWS_AS(numbers.sync(static_cast<msync_flag>(std::uint64_t{1} << 30)), mmap_error);
}

TEST_CASE("shared memory that is removed to its end is zeros again") {
  mapping memory{support::anonymous(2 * page_size(), mmap_flag::shared)};
  std::ranges::fill(memory.writable_bytes(), std::byte{1});
  memory.advise(page_size(), page_size(), discarding{advice::remove});
  CHECK(memory.bytes()[0] == std::byte{1});
  CHECK(memory.bytes()[page_size()] == std::byte{});
}

TEST_CASE("a reservation that was moved from is empty") {
  reservation from{2 * page_size()};
  const reservation to{std::move(from)};
  CHECK(to.size() == 2 * page_size());
  CHECK(from.size() == 0);  // NOLINT(bugprone-use-after-move): that it is empty is what is asked
}
