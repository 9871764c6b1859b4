// What each mmap flag does, seen in /proc/self/smaps.
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "../support/linux.hpp"
#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::find_mapping;
using support::scratch;

namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20;

mapped anonymous_with(mmap_flag flags, std::size_t size = mebibyte) {
  auto options = support::anonymous(size);
  options.mmap |= flags;
  return mmap(options);
}

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

bool kernel_is_at_least(int major, int minor) {
  utsname name{};
  ::uname(&name);
  int has_major = 0;
  int has_minor = 0;
  REQUIRE(std::sscanf(name.release, "%d.%d", &has_major, &has_minor) == 2);
  return has_major > major || (has_major == major && has_minor >= minor);
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

TEST_CASE("no_reserve shows as nr") {
  differs(mmap_flag::no_reserve, [](const auto& entry) { return entry.has_flag("nr"); });
}

TEST_CASE("locked memory is locked and resident at once") {
  differs(mmap_flag::locked, [](const auto& entry) { return entry.has_flag("lo") && entry.locked_kb >= 1024; });
}

TEST_CASE("populated memory is resident at once") {
  const auto with = anonymous_with(mmap_flag::populate);
  CHECK(support::resident_pages(with.addr, mebibyte) == mebibyte / page_size());
  munmap(with);
  const auto without = anonymous_with({});
  CHECK(support::resident_pages(without.addr, mebibyte) == 0);
  munmap(without);
}

TEST_CASE("a populated file is resident at once") {
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(mebibyte));
  const mapping file{path, {.mmap = mmap_flag::shared | mmap_flag::populate}};
  CHECK(support::resident_pages(file.data(), mebibyte) == mebibyte / page_size());
}

TEST_CASE("non_block makes populate do nothing") {
  const auto memory = anonymous_with(mmap_flag::populate | mmap_flag::non_block);
  CHECK(support::resident_pages(memory.addr, mebibyte) == 0);
  munmap(memory);
}

TEST_CASE("non_block without populate is refused, and populate without access") {
  CHECK(caught([] { anonymous_with(mmap_flag::non_block); }).code() == std::errc::invalid_argument);
  auto options = support::anonymous(4096);
  options.protection = protection_flag::none;
  options.mmap |= mmap_flag::populate;
  CHECK(caught([&] { return mmap(options); }).code() == std::errc::invalid_argument);
}

TEST_CASE("memory that grows down takes the page below when it is touched") {
  const auto place = anonymous_with({}, 8 * mebibyte);
  munmap(place);
  auto options = support::anonymous(page_size());
  options.mmap |= mmap_flag::grows_down | mmap_flag::no_replace;
  options.address = support::bytes(place) + 7 * mebibyte;
  const auto memory = mmap(options);
  CHECK(find_mapping(memory.addr).has_flag("gd"));
  auto* const below = support::bytes(memory) - page_size();
  CHECK_FALSE(support::is_mapped(below));
  CHECK(support::writable(below));
  CHECK(support::is_mapped(below));
  munmap(memory);
  munmap(below, page_size());
}

TEST_CASE("only private anonymous memory grows down") {
  CHECK(caught([] { return mmap("no-such-file", {.mmap = mmap_flag::private_ | mmap_flag::grows_down}); }).code() ==
        std::errc::invalid_argument);
}

TEST_CASE("fixed replaces what is at the address") {
  const auto place = anonymous_with({});
  support::bytes(place)[0] = std::byte{1};
  auto options = support::anonymous(page_size());
  options.mmap |= mmap_flag::fixed;
  options.address = place.addr;
  const auto memory = mmap(options);
  CHECK(memory.addr == place.addr);
  CHECK(support::bytes(memory)[0] == std::byte{0});
  munmap(memory);
  CHECK_FALSE(support::is_mapped(place.addr));
  munmap(place);
}

TEST_CASE("a stack is kept from huge pages, or refused by a kernel before 6.7") {
  if (!kernel_is_at_least(6, 7)) {
    CHECK_FALSE(supported(mmap_flag::stack));
    CHECK(caught([] { anonymous_with(mmap_flag::stack); }).code() == std::errc::operation_not_supported);
    return;
  }
  const bool has_huge_pages = std::filesystem::exists("/sys/kernel/mm/transparent_hugepage");
  const auto memory = anonymous_with(mmap_flag::stack);
  CHECK(find_mapping(memory.addr).has_flag("nh") == has_huge_pages);
  munmap(memory);
}

TEST_CASE("sync is for persistent memory: the kernel refuses it for any other file") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  auto options = support::shared_writable();
  munmap(mmap(path, options));
  options.mmap |= mmap_flag::sync;
  CHECK(caught([&] { return mmap(path, options); }).code() == std::errc::operation_not_supported);
  CHECK(caught([&] { return mmap(path, {.mmap = mmap_flag::private_ | mmap_flag::sync}); }).code() ==
        std::errc::invalid_argument);
  CHECK(caught([] { anonymous_with(mmap_flag::sync); }).code() == std::errc::invalid_argument);
}

TEST_CASE("uninitialized memory is refused by a kernel that would clear it") {
  const auto error = caught([] { anonymous_with(mmap_flag::uninitialized); });
  CHECK(error.code() == std::errc::operation_not_supported);
  CHECK(std::string{error.what()}.find("mmap_flag::uninitialized") != std::string::npos);
}

TEST_CASE("a shared file mapping refuses native bits that the kernel does not know") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  CHECK(caught([&] { return mmap(path, {.mmap = mmap_flag::shared | native_bits<mmap_flag>(0x02000000)}); }).code() ==
        std::errc::operation_not_supported);
}

TEST_CASE("native bits that the kernel knows reach it") {
  constexpr std::uint32_t map_noreserve = 0x4000;
  const auto memory = anonymous_with(native_bits<mmap_flag>(map_noreserve));
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

namespace {

// Two huge pages in the system's pool for as long as the object lives, if this user may put them there.
class huge_pages {
 public:
  huge_pages() {
    std::ifstream{pool} >> before_;
    set(before_ + 2);
    long now = 0;
    std::ifstream{pool} >> now;
    there_ = now >= before_ + 2;
  }
  ~huge_pages() { set(before_); }
  huge_pages(const huge_pages&) = delete;
  huge_pages& operator=(const huge_pages&) = delete;

  bool there() const { return there_; }

 private:
  static constexpr auto pool = "/proc/sys/vm/nr_hugepages";

  static void set(long count) { std::ofstream{pool} << count; }

  long before_ = 0;
  bool there_ = false;
};

}  // namespace

TEST_CASE("huge_table memory has huge pages, and unmaps cleanly at any size") {
  const huge_pages pool;
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
  CHECK(entry.page_kb == 2048);
  munmap(memory);
  CHECK_FALSE(support::is_mapped(memory.addr));

  // By a native bit, the library knows nothing of huge pages before they are to be unmapped.
  constexpr std::uint32_t map_hugetlb = 0x40000;
  const auto unnamed = anonymous_with(native_bits<mmap_flag>(map_hugetlb), 1000);
  munmap(unnamed);
  CHECK_FALSE(support::is_mapped(unnamed.addr));
}

TEST_CASE("invalidate is an error while the memory is locked") {
  const scratch folder;
  const auto path = folder.file("data.bin", "content");
  auto options = support::shared_writable();
  const auto open = mmap(path, options);
  msync(open.addr, open.fd, open.size, msync_flag::sync | msync_flag::invalidate);
  munmap(open);
  options.mmap |= mmap_flag::locked;
  const auto locked = mmap(path, options);
  CHECK(caught([&] { msync(locked.addr, locked.fd, locked.size, msync_flag::sync | msync_flag::invalidate); }).code() ==
        std::errc::device_or_resource_busy);
  munmap(locked);
}
