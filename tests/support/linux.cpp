#include "linux.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <iterator>
#include <span>
#include <sstream>
#include <vector>

#include "support.hpp"

namespace support {

namespace {

// "7f12a000-7f12b000 rw-s ..." around the address?
bool heads(const std::string& line, std::uintptr_t addr) {
  const auto dash = line.find('-');
  const auto space = line.find(' ');
  if (dash == std::string::npos || space == std::string::npos || dash > space) return false;
  std::uintptr_t first = 0;
  std::uintptr_t last = 0;
  const auto* const start = line.data();
  if (std::from_chars(start, start + dash, first, 16).ptr != start + dash) return false;
  if (std::from_chars(start + dash + 1, start + space, last, 16).ptr != start + space) return false;
  return first <= addr && addr < last;
}

std::string after_colon(const std::string& line) { return line.substr(line.find(':') + 1); }

int descriptor_of(const std::filesystem::path& path) {
  const auto wanted = std::filesystem::canonical(path);
  for (const auto& entry : std::filesystem::directory_iterator{"/proc/self/fd"}) {
    std::error_code gone;
    if (std::filesystem::read_symlink(entry.path(), gone) == wanted) return std::stoi(entry.path().filename());
  }
  return -1;
}

}  // namespace

bool proc_mapping::has_flag(std::string_view two_letters) const {
  std::istringstream words{vm_flags};
  for (std::string word; words >> word;)
    if (word == two_letters) return true;
  return false;
}

std::size_t proc_mapping::kilobytes(std::string_view count) const {
  std::string label{"\n"};
  label.append(count).append(":");
  const auto place = counts.find(label);
  return place == std::string::npos ? 0 : std::stoul(counts.substr(counts.find(':', place) + 1));
}

proc_mapping find_mapping(const void* addr) {
  std::ifstream smaps{"/proc/self/smaps"};
  proc_mapping found;
  bool inside = false;
  for (std::string line; std::getline(smaps, line);) {
    const bool is_head = line.find(':') > line.find('-');
    if (is_head) {
      if (inside) break;
      inside = heads(line, reinterpret_cast<std::uintptr_t>(addr));
      if (inside) found.permissions = line.substr(line.find(' ') + 1, 4);
    }
    if (!inside) continue;
    found.counts += line + '\n';
    if (line.starts_with("Locked:")) found.locked_kb = std::stoul(after_colon(line));
    if (line.starts_with("KernelPageSize:")) found.page_kb = std::stoul(after_colon(line));
    if (line.starts_with("VmFlags:")) found.vm_flags = after_colon(line);
  }
  return found;
}

int open_flags(const std::filesystem::path& path) {
  const int file = descriptor_of(path);
  return file < 0 ? -1 : ::fcntl(file, F_GETFL);
}

bool is_close_on_exec(const std::filesystem::path& path) {
  return (::fcntl(descriptor_of(path), F_GETFD) & FD_CLOEXEC) != 0;
}

// Asked without allocating: the memory for an answer could take the very place that is asked about. QEMU keeps all
// addresses of 32-bit programs for itself, and only mincore(2) tells which of them are the program's.
bool is_mapped(const void* addr) {
  const auto page = reinterpret_cast<std::uintptr_t>(addr) & ~(mmapkit::page_size() - 1);
  unsigned char state = 0;
  if (emulated && sizeof(void*) == 4)
    return ::mincore(reinterpret_cast<void*>(page), 1, &state) == 0 || errno != ENOMEM;
  return ::msync(reinterpret_cast<void*>(page), 1, MS_ASYNC) == 0;
}

// The kernel wants whole entries asked for, which a stream's buffer does not. Nothing is allocated: it is asked where
// the process may map nothing more as well.
std::size_t resident_pages(const void* addr, std::size_t size) {
  constexpr auto present = std::uint64_t{1} << 63;
  std::array<std::uint64_t, 64> entries{};
  const int pagemap = ::open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  std::size_t resident = 0;
  const auto end = (reinterpret_cast<std::uintptr_t>(addr) + size) / mmapkit::page_size();
  for (auto page = reinterpret_cast<std::uintptr_t>(addr) / mmapkit::page_size(); page < end;) {
    const auto count = std::min<std::size_t>(entries.size(), end - page);
    const auto length = count * sizeof(std::uint64_t);
    const auto got = ::pread(pagemap, entries.data(), length, static_cast<off_t>(page * sizeof(std::uint64_t)));
    REQUIRE(got == static_cast<ssize_t>(length));
    resident += static_cast<std::size_t>(
        std::ranges::count_if(std::span{entries}.first(count), [](auto entry) { return (entry & present) != 0; }));
    page += count;
  }
  ::close(pagemap);
  return resident;
}

std::size_t mapped_regions() {
  std::ifstream maps{"/proc/self/maps"};
  std::size_t lines = 0;
  for (std::string line; std::getline(maps, line);) ++lines;
  return lines;
}

// The numbers are those of <linux/magic.h>, and FUSE's of the kernel's fs/fuse/inode.c.
std::string_view file_system(const std::filesystem::path& path) {
  struct statfs info {};
  REQUIRE(::statfs(path.c_str(), &info) == 0);
  switch (static_cast<std::uint32_t>(info.f_type)) {
    case 0x01021994: return "tmpfs";
    case 0x794c7630: return "overlay";
    case 0x65735546: return "fuse";
    default: return {};
  }
}

bool use_up_regions() {
  std::size_t limit = 0;
  std::ifstream{"/proc/sys/vm/max_map_count"} >> limit;
  const auto page = mmapkit::page_size();
  const auto pages = 2 * limit + 4;
  auto* const all = static_cast<std::byte*>(
      ::mmap(nullptr, pages * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  if (limit == 0 || all == MAP_FAILED) return false;
  for (std::size_t i = 1; i < pages; i += 2) {
    if (::mprotect(all + i * page, page, PROT_READ) == 0) continue;
    // mmap() takes one more than a split; neighbours with another protection stay regions of their own.
    for (int more = 0; more < 8; ++more)
      if (::mmap(nullptr, page, more % 2 == 0 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
          MAP_FAILED)
        break;
    return true;
  }
  return false;
}

bool has_huge_memory() {
  using mmapkit::mmap_flag;
  const bool has_it = mmapkit::supported(mmap_flag::huge_table | mmap_flag::no_reserve) && !emulated;
  if (!has_it) MESSAGE("there is no memory of huge pages here without taking it from the pool: not tried");
  return has_it;
}

huge_page_pool::huge_page_pool(long pages, std::size_t size)
    : number_{size == 0 ? "/proc/sys/vm/nr_hugepages"
                        : "/sys/kernel/mm/hugepages/hugepages-" + std::to_string(size / 1024) + "kB/nr_hugepages"},
      before_{there_now()} {
  std::ofstream{number_} << before_ + pages;
  there_ = there_now() >= before_ + pages;
}

huge_page_pool::~huge_page_pool() { std::ofstream{number_} << before_; }

long huge_page_pool::there_now() const {
  long pages = -1;
  std::ifstream{number_} >> pages;
  return pages;
}

namespace {

bool write_to(const std::filesystem::path& file, std::string_view text) {
  std::ofstream stream{file};
  stream << text << std::flush;
  return stream.good();
}

bool limits_huge_pages(const std::filesystem::path& group) {
  return write_to(group / "hugetlb.2MB.limit_in_bytes", "0") || write_to(group / "hugetlb.2MB.max", "0");
}

}  // namespace

// Of version 1 where its hierarchy of huge pages can be mounted, else of the one hierarchy of version 2.
group_without_huge_pages::group_without_huge_pages() {
  const auto name = "mmapkit-test-" + std::to_string(process_number());
  std::error_code failed;
  std::filesystem::path root{"/sys/fs/cgroup"};
  const auto place = std::filesystem::temp_directory_path() / name;
  std::filesystem::create_directory(place, failed);
  if (::mount("none", place.c_str(), "cgroup", 0, "hugetlb") == 0)
    root = mounted_ = place;
  else
    std::filesystem::remove(place, failed);
  if (mounted_.empty()) write_to(root / "cgroup.subtree_control", "+hugetlb");
  std::filesystem::create_directory(root / name, failed);
  if (limits_huge_pages(root / name))
    group_ = root / name;
  else
    std::filesystem::remove(root / name, failed);
}

group_without_huge_pages::~group_without_huge_pages() {
  // The kernel may take a moment to let go of processes that ended.
  for (int i = 0; i < 1000 && !group_.empty() && ::rmdir(group_.c_str()) != 0; ++i) ::usleep(1000);
  for (int i = 0; i < 1000 && !mounted_.empty() && ::umount(mounted_.c_str()) != 0; ++i) ::usleep(1000);
  if (!mounted_.empty()) ::rmdir(mounted_.c_str());
}

bool group_without_huge_pages::enter() const {
  return write_to(group_ / "cgroup.procs", std::to_string(process_number()));
}

}  // namespace support
