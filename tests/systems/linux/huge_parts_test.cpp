// Parts of memory in huge pages: what is rounded to pages is rounded to those of the mapping.
#include <algorithm>
#include <bit>
#include <cstdint>

#include "../../support/linux.hpp"
#include "../../support/support.hpp"

using namespace mmapkit;

namespace {

// Nothing is taken from the pool before it is touched.
mapping untouched_memory(std::size_t size, std::size_t page) {
  auto options = support::anonymous(size);
  options.mmap |= mmap_flag::huge_table | mmap_flag::no_reserve |
                  static_cast<mmap_flag>(static_cast<std::uint64_t>(std::countr_zero(page)) << huge_page_shift);
  return mapping{options};
}

protection_flag protection_at(const std::byte* addr) { return find_region(addr).value().protection; }

// Two pages, filled.
struct filled_memory {
  support::huge_page_pool pool{3};  // one while it grows
  mapping memory;
  std::size_t page = 0;

  filled_memory() {
    if (!pool.there()) {
      MESSAGE("no huge pages can be had here: not tried");
      return;
    }
    auto options = support::anonymous(1);
    options.mmap |= mmap_flag::huge_table;
    memory = mapping{options};
    page = support::find_mapping(memory.data()).page_kb * 1024;
    memory.resize(2 * page);
    std::ranges::fill(memory.writable_bytes(), std::byte{1});
  }
};

}  // namespace

TEST_CASE("a part of memory in huge pages is protected with the huge pages that it lies in") {
  if (!support::has_huge_memory()) return;
  for (const auto page : huge_page_sizes()) {
    CAPTURE(page);
    if (page > SIZE_MAX / 16) continue;  // 32 bits have no addresses for three
    auto memory = untouched_memory(3 * page, page);
    memory.protect(page + 5, 10, protection_flag::read);
    CHECK(protection_at(memory.data() + page - 1) == support::read_write);
    CHECK(protection_at(memory.data() + page) == protection_flag::read);
    CHECK(protection_at(memory.data() + 2 * page - 1) == protection_flag::read);
    CHECK(protection_at(memory.data() + 2 * page) == support::read_write);
    memory.protect(page - 1, 2, protection_flag::none);
    CHECK(protection_at(memory.data()) == protection_flag::none);
    CHECK(protection_at(memory.data() + 2 * page - 1) == protection_flag::none);
    CHECK(protection_at(memory.data() + 2 * page) == support::read_write);
  }
}

TEST_CASE("memory whose size is no multiple of its huge pages is protected whole") {
  if (!support::has_huge_memory()) return;
  const auto page = huge_page_sizes().front();
  auto memory = untouched_memory(page + 5, page);
  memory.protect(protection_flag::read);
  CHECK(protection_at(memory.data()) == protection_flag::read);
  CHECK(protection_at(memory.data() + 2 * page - 1) == protection_flag::read);
}

TEST_CASE("advice for a part of memory in huge pages is for the huge pages that it lies in") {
  if (!support::has_huge_memory()) return;
  const auto page = huge_page_sizes().front();
  auto memory = untouched_memory(3 * page, page);
  memory.advise(page + 5000, 10, advice::dont_fork);
  CHECK_FALSE(support::find_mapping(memory.data()).has_flag("dc"));
  CHECK(support::find_mapping(memory.data() + page).has_flag("dc"));
  CHECK_FALSE(support::find_mapping(memory.data() + 2 * page).has_flag("dc"));
  memory.advise(5000, 10, advice::dont_dump);
  CHECK(support::find_mapping(memory.data()).has_flag("dd"));
  memory.advise(5000, 10, advice::will_need);
}

TEST_CASE("memory in huge pages that may not be stored to grows from the middle of one") {
  if (!support::has_huge_memory()) return;
  const auto page = huge_page_sizes().front();
  auto memory = untouched_memory(5000, page);
  memory.protect(protection_flag::read);
  memory.resize(2 * page);
  CHECK(protection_at(memory.data() + 2 * page - 1) == protection_flag::read);
}

TEST_CASE("a part of memory in huge pages is discarded by the huge pages that are whole in it") {
  if (support::emulated) return;  // QEMU has mappings of its own around
  filled_memory of;
  auto& [pool, memory, page] = of;
  if (!memory) return;
  if (!supported(advice::dont_need_locked)) {
    MESSAGE("this kernel discards no huge pages: not tried");
    return;
  }
  memory.advise(page / 2, page, discarding{advice::dont_need});
  CHECK(std::ranges::all_of(memory.bytes(), [](std::byte byte) { return byte == std::byte{1}; }));
  memory.advise(page - 1, page, discarding{advice::dont_need});
  CHECK(memory.data()[page] == std::byte{1});
  memory.advise(page - 1, page + 1, discarding{advice::dont_need});
  CHECK(memory.data()[page - 1] == std::byte{1});
  CHECK(memory.data()[page] == std::byte{0});
}

TEST_CASE("a part of memory in huge pages is locked and unlocked") {
  if (support::emulated) return;  // QEMU has mappings of its own around
  filled_memory of;
  auto& [pool, memory, page] = of;
  if (!memory) return;
  memory.lock(5000, 10);
  memory.unlock(5000, 10);
  CHECK(memory.residency(page - 1, 2).resident == memory.residency(page - 1, 2).pages);
}
