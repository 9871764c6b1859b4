// Flags of mmap together, and native bits, seen in /proc/self/smaps. What each flag does alone is in tests/truth.
#include <algorithm>
#include <cstring>
#include <vector>

#include "../../support/child.hpp"
#include "../../support/linux.hpp"
#include "../../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::find_mapping;
using support::mebibyte;
using support::scratch;

namespace {

mapped anonymous_with(mmap_flag flags, std::size_t size = mebibyte) {
  auto options = support::anonymous(size);
  options.mmap |= flags;
  return mmap(options);
}

}  // namespace

TEST_CASE("private_ and shared show as p and s") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const mapping copy{path};
  const mapping shared{path, {.mmap = mmap_flag::shared}};
  CHECK(find_mapping(copy.data()).permissions == "r--p");
  CHECK(find_mapping(shared.data()).permissions == "r--s");
}

TEST_CASE("what a child process stores to anonymous memory is seen if it is shared, and not if it is private") {
  for (const auto sharing : {mmap_flag::shared, mmap_flag::private_}) {
    mapping memory{support::anonymous(page_size(), sharing)};
    CHECK(find_mapping(memory.data()).permissions == (sharing == mmap_flag::shared ? "rw-s" : "rw-p"));
    const auto store = [&] {
      memory.writable_bytes()[5] = std::byte{'x'};
      return 0;
    };
    REQUIRE(support::in_child(store).code == 0);
    CHECK(memory.bytes()[5] == (sharing == mmap_flag::shared ? std::byte{'x'} : std::byte{}));
  }
}

TEST_CASE("every protection shows in the permissions") {
  const auto memory = anonymous_with({});
  const auto after = [&](protection_flag protection) {
    mprotect(memory.addr, memory.size, protection);
    return find_mapping(memory.addr).permissions;
  };
  CHECK(after(protection_flag::none) == "---p");
  CHECK(after(protection_flag::read) == "r--p");
  CHECK(after(protection_flag::write) == "rw-p");
  CHECK(after(protection_flag::exec) == "--xp");
  munmap(memory);
}

TEST_CASE("non_block without populate is refused, and populate without access") {
  CHECK(caught([] { anonymous_with(mmap_flag::non_block); }).code() == std::errc::invalid_argument);
  auto options = support::anonymous(4096);
  options.protection = protection_flag::none;
  options.mmap |= mmap_flag::populate;
  CHECK(caught([&] { return mmap(options); }).code() == std::errc::invalid_argument);
}

TEST_CASE("only private anonymous memory grows down") {
  CHECK(caught([] { return mmap("no-such-file", {.mmap = mmap_flag::private_ | mmap_flag::grows_down}); }).code() ==
        std::errc::invalid_argument);
}

TEST_CASE("sync is for shared mappings of files") {
  CHECK(caught([] { return mmap("no-such-file", {.mmap = mmap_flag::private_ | mmap_flag::sync}); }).code() ==
        std::errc::invalid_argument);
  CHECK(caught([] { anonymous_with(mmap_flag::sync); }).code() == std::errc::invalid_argument);
}

TEST_CASE("a shared file mapping refuses native bits that the kernel does not know") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  CHECK(caught([&] { return mmap(path, {.mmap = mmap_flag::shared | native_bits<mmap_flag>(0x02000000)}); }).code() ==
        std::errc::operation_not_supported);
}

TEST_CASE("native bits that the kernel knows reach it") {
  const auto memory = anonymous_with(native_bits<mmap_flag>(native_value(mmap_flag::no_reserve).value()));
  CHECK(find_mapping(memory.addr).has_flag("nr"));
  munmap(memory);
}

TEST_CASE("no_replace holds for shared files, private files and anonymous memory") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  const auto place = anonymous_with({});
  for (const auto& options : {support::shared_writable(), support::private_writable()}) {
    auto here = options;
    here.mmap |= mmap_flag::no_replace;
    here.address = place.addr;
    CHECK(caught([&] { return mmap(path, here); }).code() == std::errc::file_exists);
  }
  munmap(place);
  auto here = support::shared_writable();
  here.mmap |= mmap_flag::no_replace;
  here.address = place.addr;
  const auto memory = mmap(path, here);
  CHECK(memory.addr == place.addr);
  munmap(memory);
}

TEST_CASE("huge_table memory has huge pages, and unmaps cleanly at any size") {
  const support::huge_page_pool pool{4};
  if (!pool.there()) {
    CHECK(caught([] { anonymous_with(mmap_flag::huge_table); }).operation() == "mmap");
    MESSAGE("no huge pages can be had here: asserted that the system says so");
    return;
  }
  const auto memory = anonymous_with(mmap_flag::huge_table, 2 * mebibyte + 1);
  CHECK(memory.size == 2 * mebibyte + 1);
  support::bytes(memory)[2 * mebibyte] = std::byte{1};
  const auto entry = find_mapping(memory.addr);
  CHECK(entry.has_flag("ht"));
  CHECK(entry.page_kb * 1024 > page_size());
  munmap(memory);
  CHECK_FALSE(support::is_mapped(memory.addr));

  // By a native bit, the library knows nothing of huge pages before they are to be unmapped.
  constexpr std::uint32_t map_hugetlb = 0x40000;
  const auto unnamed = anonymous_with(native_bits<mmap_flag>(map_hugetlb), 1000);
  munmap(unnamed);
  CHECK_FALSE(support::is_mapped(unnamed.addr));
}

TEST_CASE("huge_table memory keeps its content when it grows") {
  const support::huge_page_pool pool{4};
  if (!pool.there()) {
    MESSAGE("no huge pages can be had here: not tried");
    return;
  }
  auto options = support::anonymous(1000);
  options.mmap |= mmap_flag::huge_table;
  mapping memory{options};
  std::memset(memory.data(), 'x', memory.size());
  memory.resize(2 * mebibyte + 1);
  CHECK(memory.text() == std::string(1000, 'x') + std::string(2 * mebibyte + 1 - 1000, '\0'));
  CHECK(find_mapping(memory.data()).has_flag("ht"));
  memory.resize(1);
  memory.resize(2);
  CHECK(memory.text() == std::string_view{"x\0", 2});
}

TEST_CASE("the sizes of huge pages are those of the system's pools") {
  std::vector<std::size_t> pools;
  std::error_code none;
  for (const auto& pool : std::filesystem::directory_iterator{"/sys/kernel/mm/hugepages", none})
    pools.push_back(std::stoul(pool.path().filename().string().substr(std::strlen("hugepages-"))) * 1024);
  std::ranges::sort(pools);
  CHECK(huge_page_sizes() == pools);
}
