// Advice as Windows takes it: content that goes, pages that come.
#include <algorithm>

#include "windows_support.hpp"

using namespace mmapkit;
using support::caught;
using support::region_at;

TEST_CASE("dont_need keeps the protection of each page, and the pages leave memory") {
  mapping memory{support::anonymous(3 * page_size())};
  std::ranges::fill(memory.writable_bytes(), std::byte{1});
  memory.protect(page_size(), page_size(), protection_flag::read);
  memory.advise(discarding{advice::dont_need});
  CHECK(memory.residency().resident == 0);
  CHECK(region_at(memory.data()).Protect == PAGE_READWRITE);
  CHECK(region_at(memory.data() + page_size()).Protect == PAGE_READONLY);
  CHECK(std::ranges::count(memory.bytes(), std::byte{0}) == static_cast<std::ptrdiff_t>(3 * page_size()));
}

TEST_CASE("dont_need leaves reserved addresses reserved") {
  auto* const space =
      static_cast<std::byte*>(virtual_alloc(nullptr, 2 * page_size(), allocation_flag::reserve, protection_flag::none));
  virtual_alloc(space, page_size(), allocation_flag::commit, support::read_write);
  space[0] = std::byte{1};
  madvise(space, 2 * page_size(), discarding{advice::dont_need});
  CHECK(space[0] == std::byte{0});
  CHECK(region_at(space + page_size()).State == MEM_RESERVE);
  virtual_free(space, 2 * page_size(), free_flag::release);
}

TEST_CASE("dont_need refuses views, and nothing is lost") {
  const support::scratch folder;
  const auto path = folder.file("data.bin", support::pattern(page_size()));
  for (const auto& options : {support::shared_writable(), support::private_writable()}) {
    mapping view{path, options};
    view.writable_bytes()[0] = std::byte{'!'};
    CHECK(caught([&] { view.advise(discarding{advice::dont_need}); }).code() == std::errc::invalid_argument);
    CHECK(view.bytes()[0] == std::byte{'!'});
  }
}

TEST_CASE("dont_need refuses a range that is not all private before it touches any of it") {
  auto* const space = static_cast<std::byte*>(
      virtual_alloc(nullptr, 2 * allocation_granularity(), allocation_flag::reserve, protection_flag::none));
  virtual_free(space, 0, free_flag::release);
  auto options = support::anonymous(allocation_granularity());
  options.mmap |= mmap_flag::no_replace;
  options.address = space;
  mapping first{options};
  options = support::anonymous(allocation_granularity(), mmap_flag::shared | mmap_flag::no_replace);
  options.address = space + allocation_granularity();
  const mapping second{options};
  first.writable_bytes()[0] = std::byte{7};
  CHECK(caught([&] { madvise(space, 2 * allocation_granularity(), discarding{advice::dont_need}); }).code() ==
        std::errc::invalid_argument);
  CHECK(first.bytes()[0] == std::byte{7});
}

TEST_CASE("dont_need refuses locked pages, where the system tells which are") {
  mapping memory{support::anonymous(2 * page_size())};
  memory.lock(page_size(), page_size());
  const bool told = support::working_set_of(memory.data() + page_size()).Locked != 0;
  CHECK(told == !support::is_wine());
  if (told) CHECK(caught([&] { memory.advise(discarding{advice::dont_need}); }).code() == std::errc::invalid_argument);
}

TEST_CASE("will_need is offered where PrefetchVirtualMemory is") {
  CHECK(supported(advice::will_need) == support::has_function("PrefetchVirtualMemory"));
  CHECK(supported(posix_advice::will_need) == supported(advice::will_need));
  const support::scratch folder;
  mapping file{folder.file("data.bin", support::pattern(1 << 20))};
  if (supported(advice::will_need)) file.advise(advice::will_need);
  CHECK(file.text() == support::pattern(1 << 20));
}

TEST_CASE("an address within a page is refused") {
  mapping memory{support::anonymous(2 * page_size())};
  CHECK(caught([&] { madvise(memory.data() + 1, 1, advice::normal); }).code() == std::errc::invalid_argument);
  CHECK(caught([&] { posix_madvise(memory.data() + 1, 1, posix_advice::normal); }).code() ==
        std::errc::invalid_argument);
}

TEST_CASE("even normal advice finds memory that is not mapped") {
  const auto memory = mmap(support::anonymous(page_size()));
  munmap(memory);
  CHECK(caught([&] { madvise(memory.addr, page_size(), advice::normal); }).code() == std::errc::not_enough_memory);
}
