// Ways that only older kernels and rare file systems lead to, each by itself: what comes of them.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <string>
#include <vector>

#include "../../support/child.hpp"
#include "../../support/linux.hpp"
#include "backend/backend.hpp"
#include "backend/posix/per_system.hpp"
#include "backend/posix/write_zeros.hpp"
#include "trial.hpp"

using namespace mmapkit;
using support::pattern;
using support::scratch;
using sweep::trial;
using sweep::without;

namespace {

constexpr std::size_t part = 64 << 10;

// As often as it says, the same page.
using range_vector = std::vector<std::span<std::byte>>;

}  // namespace

TEST_CASE("a kernel that has no word for this process gets a handle of it, which is closed") {
  if (!supported(call::process_madvise)) return;
  mapping memory{support::anonymous(page_size())};
  const range_vector ranges{memory.writable_bytes()};
  REQUIRE(supported(advice::cold));  // which is asked once
  std::size_t advised = process_madvise(no_handle, ranges, advice::cold);
  CHECK(advised == page_size());
  trial older{0, EBADF};
  REQUIRE(older.act([&] { advised = process_madvise(no_handle, ranges, advice::cold); }));
  CHECK(advised == page_size());
  const auto expected = sweep::call_names{"process_madvise", "pidfd_open", "process_madvise", "close"};
  CHECK(sweep::names_of_calls() == expected);
  trial full{sweep::fault{.call = 0, .code = EBADF, .next_code = EMFILE}};
  CHECK_FALSE(full.act([&] { static_cast<void>(process_madvise(no_handle, ranges, advice::cold)); }));
  CHECK(full.told().value() == EMFILE);
}

TEST_CASE("locked memory is frozen again by a kernel that discards no locked pages") {
  freezable memory{4 * page_size()};
  const auto first = memory.freeze();
  mlock(memory.data(), memory.size());
  memory.writable_bytes()[0] = std::byte{1};
  snapshot second;
  trial one{sweep::fault{.every = "madvise MADV_DONTNEED_LOCKED", .code = EINVAL}};
  CHECK(one.act([&] { second = memory.freeze(); }));
  CHECK(first.bytes()[0] == std::byte{0});
  CHECK(second.bytes()[0] == std::byte{1});
  memory.writable_bytes()[0] = std::byte{2};
  CHECK(second.bytes()[0] == std::byte{1});
  CHECK(support::find_mapping(memory.data()).has_flag("lo"));
}

TEST_CASE("huge pages that populating did not bring are found missing by a kernel without the advice") {
  if (!support::has_huge_memory()) return;
  if (support::read_file("/proc/sys/vm/nr_hugepages") != "0\n") {
    MESSAGE("the pool has pages: not tried");
    return;
  }
  auto options = support::anonymous(std::size_t{2} << 20);
  options.mmap |= mmap_flag::huge_table | mmap_flag::huge_2mb | mmap_flag::no_reserve | mmap_flag::populate;
  trial one{sweep::fault{.every = "madvise MADV_POPULATE", .code = EINVAL}};
  CHECK_FALSE(one.act([&] { const mapping memory{options}; }));
  CHECK(one.told() == std::errc::not_enough_memory);
}

TEST_CASE("more ranges than are taken at once are advised, up to the first that fails") {
  if (!supported(call::process_madvise)) return;
  mapping memory{support::anonymous(page_size())};
  const range_vector ranges(130, memory.writable_bytes());
  const native_handle self{static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0U))};
  for (const auto process : {no_handle, self}) {
    std::size_t advised = 0;
    trial whole{sweep::nowhere, 0};
    CHECK(whole.act([&] { advised = process_madvise(process, ranges, advice::cold); }));
    CHECK(advised == 130 * page_size());
    trial one{static_cast<int>(sweep::names_of_calls().size() / 3), EINVAL};  // the first call of the second part
    CHECK(one.act([&] { advised = process_madvise(process, ranges, advice::cold); }));
    CHECK(advised == 64 * page_size());
  }
  close_file(self);
}

TEST_CASE("an object that can be made longer and not written gets its length without a write") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(100));
  mapping file;
  trial one{sweep::fault{.every = "fallocate", .missing = "pwrite", .code = EOPNOTSUPP}};
  REQUIRE(one.act([&] { file = mapping{path, support::shared_writable(part)}; }));
  CHECK(support::read_file(path) == pattern(100) + std::string(part - 100, '\0'));
  trial blind{sweep::fault{.every = "fallocate", .missing = "fcntl", .code = EOPNOTSUPP}};
  CHECK_FALSE(blind.act([&] { file = mapping{path, support::shared_writable(2 * part)}; }));
  CHECK(blind.told() == std::errc::invalid_argument);
  CHECK(std::filesystem::file_size(path) == part);
}

TEST_CASE("zeros are written on after a signal, and not after an error") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(10));
  const auto file = open_file(path, support::open_read_write);
  int failed = EIO;
  std::uint64_t from = 10;
  trial interrupted{0, EINTR};
  interrupted.act([&] { failed = backend::posix::write_zeros(file, from, 5000); });
  CHECK(failed == 0);
  CHECK(from == 5000);
  CHECK(support::read_file(path) == pattern(10) + std::string(4990, '\0'));
  auto broken = without("pwrite", EIO);
  broken.act([&] { failed = backend::posix::write_zeros(file, from, 6000); });
  CHECK(failed == EIO);
  CHECK(from == 5000);
  CHECK(std::filesystem::file_size(path) == 5000);
  close_file(file);
}

TEST_CASE("a page that cannot be had is the disk's fault where it is full, and else an error of input or output") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(page_size()));
  const auto file = open_file(path, support::open_read_write);
  const auto is_full_after = [&](std::string_view call, int code) {
    bool is_full = false;
    auto one = without(call, code);
    one.act([&] { is_full = backend::posix::is_disk_full(file, 0); });
    return is_full;
  };
  CHECK(is_full_after("fallocate", ENOSPC));
  CHECK(is_full_after("fallocate", EDQUOT));
  CHECK_FALSE(is_full_after("fallocate", EOPNOTSUPP));
  CHECK_FALSE(is_full_after("fstatvfs", EIO));
  mapping memory{support::anonymous(page_size())};
  std::error_code error;
  auto one = without("madvise MADV_POPULATE", EFAULT);
  one.act([&] { backend::populate(memory.data(), page_size(), file, 0, error); });
  CHECK(error == std::errc::io_error);
  close_file(file);
}

TEST_CASE("what is resident is told to who owns a file or may write to it, by handle and by name") {
  const scratch folder;
  std::filesystem::permissions(folder / "", std::filesystem::perms::all);
  const auto path = folder.file("data.bin", pattern(page_size()));
  auto options = mmap_options{.mmap = mmap_flag::shared};
  const mapping file{path, options};
  const auto handle = open_file(path, open_flag::read);
  const auto may_see = [&] {
    const bool by_handle = backend::may_see_residency(file.data(), handle);
    CHECK(backend::may_see_residency(file.data(), no_handle) == by_handle);
    return by_handle;
  };
  CHECK(may_see());
  for (const auto* call : {"stat", "open"}) {
    auto one = without(call, EACCES);
    one.act([&] { CHECK_FALSE(backend::may_see_residency(file.data(), no_handle)); });
  }
  auto one = without("fstat", EIO);
  one.act([&] { CHECK_FALSE(backend::may_see_residency(file.data(), handle)); });
  if (::geteuid() == 0) {
    const auto seen_by_another = [&](mode_t mode) {
      REQUIRE(::chmod(path.c_str(), mode) == 0);
      const auto end = support::in_child([&] { return ::seteuid(65534) != 0 ? 2 : may_see() ? 1 : 0; });
      return end.code;
    };
    CHECK(seen_by_another(0644) == 0);
    CHECK(seen_by_another(0666) == 1);
  }
  close_file(handle);
}

TEST_CASE("memory whose unmapping fails is there as it was, and can be unmapped once more") {
  freezable memory{page_size()};
  memory.writable_bytes()[0] = std::byte{1};
  auto kept = memory.freeze();
  auto one = without("munmap", ENOMEM);
  CHECK_FALSE(one.act([&] { kept.unmap(); }));
  CHECK(one.told() == std::errc::not_enough_memory);
  CHECK(kept.bytes()[0] == std::byte{1});
  auto other = without("munmap", ENOMEM);
  CHECK_FALSE(other.act([&] { memory.unmap(); }));
  CHECK(memory.bytes()[0] == std::byte{1});
  kept.unmap();
  CHECK(kept.bytes().empty());
  memory.unmap();
  CHECK(memory.size() == 0);
}
