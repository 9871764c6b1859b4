// file_growth::written: what the file system says of the blocks, and what is left to other processes.
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::pattern;
using support::scratch;

namespace {

constexpr std::size_t old_size = 5000;
constexpr std::size_t new_size = (std::size_t{1} << 20) + 100;

struct block_count {
  std::uint64_t written = 0;    // bytes of the file
  std::uint64_t unwritten = 0;  // allocated, and read as zeros
};

// What the file system tells of the blocks; nothing where it does not (tmpfs).
std::optional<block_count> blocks_of(const std::filesystem::path& path) {
  constexpr std::size_t most = 64;
  alignas(fiemap) std::array<std::byte, sizeof(fiemap) + most * sizeof(fiemap_extent)> memory{};
  const support::plain_file file{path, support::file_access::read};
  block_count found;
  for (std::uint64_t start = 0;;) {
    fiemap head{};
    head.fm_start = start;
    head.fm_length = FIEMAP_MAX_OFFSET - start;
    head.fm_flags = FIEMAP_FLAG_SYNC;
    head.fm_extent_count = most;
    std::memcpy(memory.data(), &head, sizeof head);
    if (::syscall(SYS_ioctl, file.get(), FS_IOC_FIEMAP, memory.data()) != 0) return std::nullopt;
    std::memcpy(&head, memory.data(), sizeof head);
    if (head.fm_mapped_extents == 0) return found;
    for (std::size_t i = 0; i < head.fm_mapped_extents; ++i) {
      fiemap_extent one{};
      std::memcpy(&one, memory.data() + sizeof head + i * sizeof one, sizeof one);
      ((one.fe_flags & FIEMAP_EXTENT_UNWRITTEN) != 0 ? found.unwritten : found.written) += one.fe_length;
      start = one.fe_logical + one.fe_length;
      if ((one.fe_flags & FIEMAP_EXTENT_LAST) != 0) return found;
    }
  }
}

// Whether the file system has unwritten blocks, and tells of them; an emulator ignores the advice that writes them.
bool tells_of_blocks() {
  if (support::emulated) return false;
  const scratch folder;
  file opened{folder.file("probe", ""), support::open_read_write};
  opened.resize(new_size);
  const auto found = blocks_of(folder / "probe");
  if (found && found->unwritten != 0) return true;
  MESSAGE("this file system tells of no unwritten blocks: not tried");
  return false;
}

void check_written(const std::filesystem::path& path, std::size_t size, const std::string& content) {
  CHECK(support::read_file(path) == content + std::string(size - content.size(), '\0'));
  const auto found = blocks_of(path);
  REQUIRE(found);
  CHECK(found->unwritten == 0);
  CHECK(found->written >= size);
}

}  // namespace

TEST_CASE("the blocks of a file that grows with its mapping are written, where they are asked to be") {
  if (!tells_of_blocks()) return;
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(old_size));
  mapping memory{path, support::shared_writable(new_size, file_growth::written)};
  check_written(path, new_size, pattern(old_size));
  memory.resize(3 * new_size);
  check_written(path, 3 * new_size, pattern(old_size));
}

TEST_CASE("the blocks in front of a mapping are written too, where it begins behind the old end") {
  if (!tells_of_blocks()) return;
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(old_size));
  auto options = support::shared_writable(new_size, file_growth::written);
  options.offset = 5 * new_size;
  { const mapping memory{path, options}; }
  check_written(path, 6 * new_size, pattern(old_size));
}

TEST_CASE("the blocks of a new file and of an emptied one are written") {
  if (!tells_of_blocks()) return;
  const scratch folder;
  auto options = support::shared_writable(new_size, file_growth::written);
  options.open |= open_flag::create | open_flag::truncate;
  for (int round = 0; round < 2; ++round) {
    { const mapping memory{folder / "new.bin", options}; }
    check_written(folder / "new.bin", new_size, "");
    support::write_file(folder / "new.bin", pattern(old_size));
  }
}

TEST_CASE("the blocks of a file without a mapping are written by resize, however many there are") {
  if (!tells_of_blocks()) return;
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(old_size));
  file opened{path, support::open_read_write};
  const auto regions = support::mapped_regions();
  opened.resize(40 * new_size, file_growth::written);  // in more than one piece
  check_written(path, 40 * new_size, pattern(old_size));
  CHECK(support::mapped_regions() <= regions + support::region_noise);
}

TEST_CASE("the blocks of elements that are added are written") {
  if (!tells_of_blocks()) return;
  const scratch folder;
  const auto path = folder / "numbers.bin";
  growable_file<std::uint64_t> numbers{path, 1 << 20, {.growth = file_growth::written}};
  for (std::uint64_t i = 0; i < 50'000; ++i) numbers.push_back(i);
  const auto found = blocks_of(path);
  REQUIRE(found);
  CHECK(found->unwritten == 0);
  CHECK(found->written >= numbers.size() * sizeof(std::uint64_t));
}

TEST_CASE("the blocks of a file that changes atomically are written") {
  if (!tells_of_blocks()) return;
  const scratch folder;
  const auto path = folder / "store.bin";
  atomic_mapping store{path, {.size = new_size, .growth = file_growth::written}};
  store.writable_bytes()[0] = std::byte{1};
  store.commit();
  const auto found = blocks_of(path);
  REQUIRE(found);
  CHECK(found->unwritten == 0);
  CHECK(found->written >= new_size);
}

TEST_CASE("what another process stores as soon as it sees the length is kept") {
  const std::size_t pages = (std::size_t{support::emulated ? 1 : 16} << 20) / page_size();
  constexpr int rounds = support::emulated ? 1 : 5;
  const scratch folder;
  const auto path = folder.file("data.bin", "");
  for (int round = 0; round < rounds; ++round) {
    REQUIRE(::truncate(path.c_str(), 0) == 0);
    const auto storing = support::start_child([&] {
      const support::plain_file other{path, support::file_access::write};
      struct stat status {};
      while (::fstat(other.get(), &status) == 0 && status.st_size == 0) {
      }
      const auto length = static_cast<std::size_t>(status.st_size);
      void* const memory = ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, other.get(), 0);
      if (memory == MAP_FAILED || length != pages * page_size()) return 1;
      for (std::size_t page = 0; page < pages; ++page) static_cast<char*>(memory)[page * page_size()] = '\7';
      return 0;
    });
    file opened{path, support::open_read_write};
    opened.resize(pages * page_size(), file_growth::written);
    CHECK(support::wait_for(storing).code == 0);
    const auto content = support::read_file(path);
    REQUIRE(content.size() == pages * page_size());
    CHECK(std::ranges::count(content, '\7') == pages);
  }
}

TEST_CASE("a file that is not open for reading cannot get written blocks, and keeps its length") {
  const scratch folder;
  const auto path = folder.file("data.bin", pattern(old_size));
  file opened = file::adopt(native_handle{::open(path.c_str(), O_WRONLY | O_CLOEXEC)});
  const auto error = support::caught([&] { opened.resize(new_size, file_growth::written); });
  CHECK(error.code() == std::errc::permission_denied);
  CHECK(std::string_view{error.what()}.find("open for reading and writing") != std::string_view::npos);
  CHECK(support::read_file(path) == pattern(old_size));
  opened.resize(new_size);
  CHECK(opened.size() == new_size);
}

TEST_CASE("an object in memory has no unwritten blocks, and gets its pages all the same") {
  file object = file::adopt(memfd_create("object"));
  object.resize(new_size, file_growth::written);
  CHECK(object.size() == new_size);
  struct stat status {};
  REQUIRE(::fstat(object.handle(), &status) == 0);
  CHECK(static_cast<std::size_t>(status.st_blocks) * 512 >= new_size);
}
