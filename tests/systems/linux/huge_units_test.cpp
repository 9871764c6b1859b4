// Mappings of huge pages are whole ones to the kernel. None is taken from the pool here: no_reserve asks for none
// before it is touched.
#include <sys/resource.h>
#include <unistd.h>

#include <bit>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "../../support/child.hpp"
#include "../../support/linux.hpp"
#include "../../support/support.hpp"

using namespace mmapkit;

namespace {

mmap_options huge_memory(std::size_t size, mmap_flag more) {
  auto options = support::anonymous(size);
  options.mmap |= mmap_flag::huge_table | mmap_flag::no_reserve | more;
  return options;
}

mmap_flag flag_of_size(std::size_t bytes) {
  return static_cast<mmap_flag>(static_cast<std::uint64_t>(std::countr_zero(bytes)) << huge_page_shift);
}

}  // namespace

TEST_CASE("memory of huge pages is unmapped whole, whatever their size") {
  if (!support::has_huge_memory()) return;
  for (const auto size : huge_page_sizes()) {
    CAPTURE(size);
    const auto before = support::mapped_regions();
    mapping memory{huge_memory(page_size(), flag_of_size(size))};
    const auto* const last = memory.data() + (size - page_size());
    CHECK(support::is_mapped(last));
    memory.resize(2 * page_size());
    memory.unmap();
    CHECK_FALSE(support::is_mapped(last));
    CHECK(support::mapped_regions() <= before + support::region_noise);
  }
}

TEST_CASE("memory of huge pages is aligned further, and nothing stays behind") {
  if (!support::has_huge_memory()) return;
  const auto size = huge_page_sizes().front();
  const auto before = support::mapped_regions();
  for (const auto alignment : {size / 2, 2 * size, 4 * size}) {
    auto options = huge_memory(size, flag_of_size(size));
    options.alignment = alignment;
    mapping memory{options};
    CHECK(reinterpret_cast<std::uintptr_t>(memory.data()) % std::max(size, alignment) == 0);
  }
  CHECK(support::mapped_regions() <= before + support::region_noise);
}

TEST_CASE("aligned shared memory begins with the first page of its object, so that it can have huge pages") {
  if (support::emulated) return;  // QEMU tells of other regions
  auto options = support::anonymous(page_size());
  options.mmap = mmap_flag::shared | mmap_flag::anonymous;
  options.alignment = 64 * page_size();
  const auto before = support::mapped_regions();
  std::vector<mapping> all;  // kept, so that each is at another address
  for (int i = 0; i < 10; ++i) {
    const auto& memory = all.emplace_back(options);
    CHECK(reinterpret_cast<std::uintptr_t>(memory.data()) % options.alignment == 0);
    const auto region = find_region(memory.data());
    REQUIRE(region);
    CHECK(region->addr == memory.data());
    CHECK(region->offset == 0);
  }
  all.clear();
  if (!support::thread_sanitizer) CHECK(support::mapped_regions() <= before + support::region_noise);  // it maps more
}

TEST_CASE("a file of huge pages is mapped at any offset, resized and unmapped whole") {
  if (!support::has_huge_memory() || !supported(memfd_flag::huge_table)) return;
  const auto size = huge_page_sizes().front();
  const auto file = memfd_create("huge", memfd_flag::huge_table | static_cast<memfd_flag>(flag_of_size(size)));
  REQUIRE(::ftruncate(file, static_cast<off_t>(2 * size)) == 0);
  auto options = support::shared_writable();
  options.mmap |= mmap_flag::no_reserve;
  options.offset = 5;
  options.size = 10;
  const auto before = support::mapped_regions();
  mapping memory{file, options};
  CHECK(memory.size() == 10);
  memory.resize(size);  // into the second page
  CHECK(support::is_mapped(memory.data() + size));
  memory.resize(10);
  CHECK_FALSE(support::is_mapped(memory.data() + size));
  memory.unmap();
  CHECK(support::mapped_regions() <= before + support::region_noise);
  close_file(file);
}

// The kernel lengthens no mapping of huge pages: a second one takes its place.
TEST_CASE("private memory of huge pages that grows has the protection that it had") {
  if (!support::has_huge_memory()) return;
  const auto size = huge_page_sizes().front();
  for (const auto protection : {protection_flag::read, support::read_write}) {
    mapping memory{huge_memory(size, flag_of_size(size))};
    memory.protect(protection);
    memory.resize(3 * size);
    CHECK(memory.size() == 3 * size);
    for (const std::size_t at : {std::size_t{0}, size, 3 * size - 1})
      CHECK(find_region(memory.data() + at).value().protection == protection);
  }
}

TEST_CASE("private memory of huge pages that cannot be read cannot grow, and stays as it is") {
  if (!support::has_huge_memory()) return;
  const auto size = huge_page_sizes().front();
  const auto before = support::mapped_regions();
  mapping memory{huge_memory(2 * size, flag_of_size(size))};
  memory.protect(size, size, protection_flag::none);
  const auto error = support::caught([&] { memory.resize(3 * size); });
  CHECK(error.code() == std::errc::permission_denied);
  CHECK(std::string{error.what()}.find("not all of it can be read") != std::string::npos);
  CHECK(memory.size() == 2 * size);
  CHECK(support::is_mapped(memory.data() + size));
  memory.unmap();
  CHECK(support::mapped_regions() <= before + support::region_noise);
}

TEST_CASE("alignment locks and fills no more than the mapping") {
  const auto end = support::in_child([] {
    const rlimit few{.rlim_cur = 16 * page_size(), .rlim_max = 16 * page_size()};
    if (::setrlimit(RLIMIT_MEMLOCK, &few) != 0 || !support::become_nobody()) return 0;
    auto options = support::anonymous(page_size());
    options.mmap |= mmap_flag::locked | mmap_flag::populate;
    options.alignment = std::size_t{16} << 20;
    const mapping memory{options};
    return reinterpret_cast<std::uintptr_t>(memory.data()) % options.alignment == 0 ? 0 : 1;
  });
  CHECK(end.code == 0);
}

TEST_CASE("a store to huge pages that the pool has not is an error under guard, in memory and in a file") {
  if (!support::has_huge_memory()) return;
  for (const auto size : huge_page_sizes()) {
    CAPTURE(size);
    if (size > SIZE_MAX / 16) continue;  // 32 bits have no addresses for two
    const auto pool = "/sys/kernel/mm/hugepages/hugepages-" + std::to_string(size / 1024) + "kB/";
    if (support::read_file(pool + "free_hugepages") != "0\n" ||
        support::read_file(pool + "nr_overcommit_hugepages") != "0\n") {
      MESSAGE("the pool has pages: not tried");
      continue;
    }
    auto in_memory = support::anonymous(2 * size);
    in_memory.mmap |= mmap_flag::huge_table | mmap_flag::no_reserve | flag_of_size(size);
    const auto file = memfd_create("huge", memfd_flag::huge_table | static_cast<memfd_flag>(flag_of_size(size)));
    CHECK(::ftruncate(file, static_cast<off_t>(2 * size)) == 0);
    auto in_file = support::shared_writable();
    in_file.mmap |= mmap_flag::no_reserve;
    for (auto* const memory : {new mapping{in_memory}, new mapping{file, in_file}}) {
      const std::unique_ptr<mapping> owner{memory};
      const std::byte byte{1};
      const auto error = support::caught([&] { guarded_copy(*memory, size + 5, {&byte, 1}); });
      CHECK(error.fault() == fault_kind::no_space);
      CHECK(error.file_offset() >= size);
      CHECK(error.file_offset() <= size + 5);
      CHECK(support::caught([&] { guarded(*memory, [&] { memory->writable_bytes()[0] = byte; }); }).fault() ==
            fault_kind::no_space);
    }
    close_file(file);
  }
}
