#include "linux.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
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

// Asked without allocating: the memory for an answer could take the very place that is asked about.
bool is_mapped(const void* addr) {
  const auto page = reinterpret_cast<std::uintptr_t>(addr) & ~(mmapkit::page_size() - 1);
  return ::msync(reinterpret_cast<void*>(page), 1, MS_ASYNC) == 0;
}

// The kernel wants whole entries asked for, which a stream's buffer does not.
std::size_t resident_pages(const void* addr, std::size_t size) {
  std::vector<std::uint64_t> entries(size / mmapkit::page_size());
  const auto first = reinterpret_cast<std::uintptr_t>(addr) / mmapkit::page_size();
  const int pagemap = ::open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  const auto length = entries.size() * sizeof(std::uint64_t);
  const auto got = ::pread(pagemap, entries.data(), length, static_cast<off_t>(first * sizeof(std::uint64_t)));
  ::close(pagemap);
  REQUIRE(got == static_cast<ssize_t>(length));
  constexpr auto present = std::uint64_t{1} << 63;
  return static_cast<std::size_t>(std::ranges::count_if(entries, [](auto entry) { return (entry & present) != 0; }));
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

}  // namespace support
