// virtual_alloc and virtual_free, and mmap_options::allocation.
#include "windows_support.hpp"

using namespace mmapkit;
using support::caught;
using support::offered_or_refused;
using support::region_at;

namespace {

constexpr auto both = allocation_flag::reserve | allocation_flag::commit;

std::size_t unit() { return allocation_granularity(); }

mmap_options allocated(allocation_flag flags, std::size_t size) {
  auto options = support::anonymous(size);
  options.allocation = flags;
  return options;
}

}  // namespace

TEST_CASE("addresses are reserved, and memory is committed within them and taken away again") {
  auto* const space =
      static_cast<std::byte*>(virtual_alloc(nullptr, 16 * unit(), allocation_flag::reserve, protection_flag::none));
  CHECK(region_at(space).State == MEM_RESERVE);
  virtual_alloc(space + unit(), 100, allocation_flag::commit, support::read_write);
  CHECK(region_at(space).State == MEM_RESERVE);
  CHECK(region_at(space + unit()).State == MEM_COMMIT);
  CHECK(region_at(space + unit()).RegionSize == page_size());
  space[unit()] = std::byte{1};
  virtual_free(space + unit(), page_size(), free_flag::decommit);
  CHECK(region_at(space + unit()).State == MEM_RESERVE);
  virtual_free(space, 16 * unit(), free_flag::release);
  CHECK(region_at(space).State == MEM_FREE);
}

TEST_CASE("what was reserved is given back by munmap of the whole") {
  void* const space = virtual_alloc(nullptr, 4 * unit(), allocation_flag::reserve, protection_flag::none);
  munmap(space, 4 * unit());
  CHECK(region_at(space).State == MEM_FREE);
}

TEST_CASE("a release of a part is refused, and nothing is lost") {
  auto* const space = static_cast<std::byte*>(virtual_alloc(nullptr, 4 * unit(), both, support::read_write));
  space[0] = std::byte{7};
  CHECK(caught([&] { virtual_free(space, unit(), free_flag::release); }).code() == std::errc::operation_not_supported);
  CHECK(caught([&] { virtual_free(space + unit(), 3 * unit(), free_flag::release); }).code() ==
        std::errc::operation_not_supported);
  CHECK(space[0] == std::byte{7});
  virtual_free(space, 0, free_flag::release);  // 0 is Windows' own word for the whole
  CHECK(region_at(space).State == MEM_FREE);
}

TEST_CASE("a decommit of no bytes is refused: to Windows it means all of them") {
  auto* const space = static_cast<std::byte*>(virtual_alloc(nullptr, unit(), both, support::read_write));
  space[0] = std::byte{7};
  CHECK(caught([&] { virtual_free(space, 0, free_flag::decommit); }).code() == std::errc::invalid_argument);
  CHECK(space[0] == std::byte{7});
  virtual_free(space, unit(), free_flag::release);
}

TEST_CASE("top_down takes a higher address than memory has without it") {
  const mapping low{support::anonymous(unit())};
  const mapping high{allocated(allocation_flag::top_down, unit())};
  CHECK(high.data() > low.data());
}

TEST_CASE("reserve without commit maps addresses without memory") {
  const auto memory = mmap(allocated(allocation_flag::reserve, unit()));
  CHECK(region_at(memory.addr).State == MEM_RESERVE);
  munmap(memory);
  CHECK(region_at(memory.addr).State == MEM_FREE);
}

TEST_CASE("mmap makes no memory for addresses of another: commit alone is refused") {
  CHECK(caught([] { return mmap(allocated(allocation_flag::commit, 100)); }).code() == std::errc::invalid_argument);
}

TEST_CASE("views take no flags of allocations but replace_placeholder") {
  auto options = support::anonymous(unit(), mmap_flag::shared);
  options.allocation = allocation_flag::top_down;
  CHECK(caught([&] { return mmap(options); }).code() == std::errc::operation_not_supported);
}

TEST_CASE("write_watch tells the pages that were written") {
  mapping memory{allocated(allocation_flag::write_watch, 16 * page_size())};
  auto* const data = memory.data();
  CHECK(written_pages(data, memory.size()).empty());
  data[5 * page_size() + 1] = std::byte{1};
  data[9 * page_size()] = std::byte{1};
  const std::vector<void*> both_pages{data + 5 * page_size(), data + 9 * page_size()};
  CHECK(written_pages(data, memory.size()) == both_pages);
  CHECK(fetch_and_reset_written_pages(data, memory.size()) == both_pages);
  CHECK(written_pages(data, memory.size()).empty());
  data[0] = std::byte{1};
  CHECK(written_pages(data, memory.size()) == std::vector<void*>{data});
  reset_written_pages(data, memory.size());
  CHECK(written_pages(data, memory.size()).empty());
}

TEST_CASE("a range of two bytes across a border has both pages") {
  mapping memory{allocated(allocation_flag::write_watch, 2 * page_size())};
  auto* const border = memory.data() + page_size();
  border[-1] = border[0] = std::byte{1};
  CHECK(written_pages(border - 1, 2).size() == 2);
}

TEST_CASE("memory without write_watch cannot tell what was written") {
  mapping memory{support::anonymous(page_size())};
  CHECK(caught([&] { return written_pages(memory.data(), page_size()); }).operation() == "written_pages");
  CHECK(caught([&] { return fetch_and_reset_written_pages(memory.data(), page_size()); }).operation() ==
        "fetch_and_reset_written_pages");
  CHECK(caught([&] { reset_written_pages(memory.data(), page_size()); }).operation() == "reset_written_pages");
}

TEST_CASE("a placeholder is split, replaced by memory, and comes back") {
  constexpr auto hold = allocation_flag::reserve | allocation_flag::placeholder;
  const auto use = [&] { return virtual_alloc(nullptr, 2 * unit(), hold, protection_flag::none); };
  if (!offered_or_refused(allocation_flag::placeholder, use)) return;
  auto* const space = static_cast<std::byte*>(use());
  virtual_free(space, unit(), free_flag::release | free_flag::preserve_placeholder);
  auto options = allocated(allocation_flag::replace_placeholder, unit());
  options.address = space;
  const auto memory = mmap(options);
  CHECK(memory.addr == space);
  space[0] = std::byte{1};
  virtual_free(space, unit(), free_flag::release | free_flag::preserve_placeholder);
  virtual_free(space, 2 * unit(), free_flag::release | free_flag::coalesce_placeholders);
  virtual_free(space, 2 * unit(), free_flag::release);
  CHECK(region_at(space).State == MEM_FREE);
}

TEST_CASE("views lie side by side in place of placeholders, where the system has those") {
  constexpr auto hold = allocation_flag::reserve | allocation_flag::placeholder;
  auto options = support::anonymous(unit(), mmap_flag::shared);
  options.allocation = allocation_flag::replace_placeholder;
  options.address = reinterpret_cast<void*>(unit());
  if (!offered_or_refused(allocation_flag::replace_placeholder, [&] { return mmap(options); })) return;
  auto* const space = static_cast<std::byte*>(virtual_alloc(nullptr, 2 * unit(), hold, protection_flag::none));
  virtual_free(space, unit(), free_flag::release | free_flag::preserve_placeholder);
  options.address = space;
  const auto memory = mmap(options);
  CHECK(memory.addr == space);
  unmap_view(space, unmap_flag::preserve_placeholder);
  CHECK(region_at(space).State == MEM_RESERVE);
  virtual_free(space, unit(), free_flag::release);
  virtual_free(space + unit(), unit(), free_flag::release);
}

TEST_CASE("large pages are large, or refused by name") {
  const auto size = large_page_size();
  CHECK(size == ::GetLargePageMinimum());
  const auto use = [&] { return mmap(allocated(allocation_flag::large_pages, size == 0 ? unit() : size)); };
  if (!offered_or_refused(allocation_flag::large_pages, use)) return;
  std::error_code error;
  const auto memory = mmap(allocated(allocation_flag::large_pages, size), error);
  if (error) {
    CHECK(error.value() == ERROR_NO_SYSTEM_RESOURCES);  // none to spare at this moment
    return;
  }
  *support::bytes(memory) = std::byte{1};
  CHECK(support::working_set_of(memory.addr).LargePage == 1);
  CHECK(find_region(memory.addr)->page_size == size);
  munmap(memory);
}

TEST_CASE("pages of 64 KiB and windows for physical pages are had, or refused by name") {
  const auto use_64kb = [] { return mmap(allocated(allocation_flag::pages_64kb, 1 << 20)); };
  if (offered_or_refused(allocation_flag::pages_64kb, use_64kb)) {
    const auto memory = use_64kb();
    *support::bytes(memory) = std::byte{1};
    munmap(memory);
  }
  constexpr auto window = allocation_flag::reserve | allocation_flag::physical;
  const auto use_physical = [] { return virtual_alloc(nullptr, unit(), window, support::read_write); };
  if (offered_or_refused(allocation_flag::physical, use_physical)) {
    void* const space = use_physical();
    CHECK(region_at(space).State == MEM_RESERVE);
    virtual_free(space, unit(), free_flag::release);
  }
}

TEST_CASE("what VirtualAlloc2 alone can promise is had, or refused by name: by mmap and by virtual_alloc") {
  for (const auto flag : {allocation_flag::nonpaged, allocation_flag::zero_pages_optional,
                          allocation_flag::nonpaged_large, allocation_flag::nonpaged_huge, allocation_flag::ec_code}) {
    const auto map = [flag] { return mmap(allocated(flag, unit())); };
    const auto allocate = [flag] { return virtual_alloc(nullptr, unit(), both | flag, support::read_write); };
    const bool mapped = offered_or_refused(flag, map);
    const bool allocates = offered_or_refused(flag, allocate);
    // Larger pages and the code of two processors are proved where the truth of each flag is.
    if (!mapped || !allocates || (flag != allocation_flag::nonpaged && flag != allocation_flag::zero_pages_optional))
      continue;
    CHECK(support::has_function("VirtualAlloc2"));
    const auto memory = map();
    *support::bytes(memory) = std::byte{1};
    munmap(memory);
    auto aligned = allocated(flag, unit());
    aligned.alignment = 4 * unit();
    munmap(mmap(aligned));
  }
}

TEST_CASE("limits beside an address are refused, and what is there stays") {
  void* const reserved = virtual_alloc(nullptr, unit(), allocation_flag::reserve, support::read_write);
  const address_limits limits{.highest = reinterpret_cast<void*>(std::uintptr_t{0xffff})};
  std::error_code error;
  CHECK(virtual_alloc(reserved, unit(), allocation_flag::commit, support::read_write, limits, error) == nullptr);
  CHECK(error == std::errc::invalid_argument);
  CHECK(virtual_alloc(reserved, unit(), allocation_flag::commit, support::read_write) == reserved);
  *static_cast<std::byte*>(reserved) = std::byte{1};
  munmap(reserved, unit());
}

TEST_CASE("limits of the address are kept, or refused") {
  const address_limits limits{.lowest = reinterpret_cast<void*>(std::uintptr_t{1} << 32), .alignment = 1 << 20};
  std::error_code error;
  void* const memory = virtual_alloc(nullptr, unit(), both, support::read_write, limits, error);
  if (support::has_function("VirtualAlloc2")) {
    if (error) {
      CHECK(support::is_wine());
      CHECK(memory == nullptr);
      return;
    }
    CHECK(memory >= limits.lowest);
    CHECK(reinterpret_cast<std::uintptr_t>(memory) % limits.alignment == 0);
    virtual_free(memory, unit(), free_flag::release);
  } else {
    CHECK(error == std::errc::function_not_supported);
  }
}
