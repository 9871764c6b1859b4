#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <limits>
#include <stdexcept>

#include "fuzz.hpp"

namespace fuzz {

namespace {

#ifdef SYS_mmap2
constexpr long map_call = SYS_mmap2;
#else
constexpr long map_call = SYS_mmap;
#endif

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error{what};
}

// Far below all that the kernel chooses by itself, so that nobody else comes near; where a sanitizer has its shadow
// there, the next.
std::byte* free_addresses(std::size_t size) {
  constexpr std::uint64_t mib = 1 << 20;
  for (const auto first : {0x40'0000'0000ULL, 0x2000'0000'0000ULL, 0x4800'0000ULL}) {
    if (first > std::numeric_limits<std::uintptr_t>::max()) continue;
    for (auto at = first; at < first + 256 * mib; at += 64 * mib) {
      const auto address = reinterpret_cast<void*>(static_cast<std::uintptr_t>(at - 8 * mib));
      constexpr int how = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
      static std::uint64_t taken = 0;
      if (at <= taken) continue;
      const auto length = static_cast<std::size_t>(size + 16 * mib);
      const long room = ::syscall(map_call, address, length, PROT_NONE, how, -1, 0L);
      if (room == -1) continue;
      ::syscall(SYS_munmap, room, length);
      taken = at;
      return reinterpret_cast<std::byte*>(static_cast<std::uintptr_t>(at));
    }
  }
  throw std::runtime_error{"no addresses could be had"};
}

// What grew out of a window would be seen.
constexpr std::uintptr_t around = 4 << 20;

std::vector<std::byte> pattern() {
  std::vector<std::byte> bytes(file_pages * mmapkit::page_size() - 100);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(1 + i % 251);
  return bytes;
}

std::uintptr_t hexadecimal(const char*& from, const char* end) {
  std::uintptr_t value = 0;
  from = std::from_chars(from, end, value, 16).ptr;
  return value;
}

}  // namespace

window::window() : size_{window_pages * mmapkit::page_size()}, content_(size_ + window_pages) {
  first_ = free_addresses(size_);
  const int file = static_cast<int>(::syscall(SYS_memfd_create, "fuzz", MFD_CLOEXEC));
  require(file >= 0, "no file in memory could be had");
  const auto name = "/proc/self/fd/" + std::to_string(file);
  std::array<int, 2> ends{};
  require(::pipe2(ends.data(), O_CLOEXEC) == 0, "no pipe could be had");
  handles_ = {-1,      ::open(name.c_str(), O_RDONLY | O_CLOEXEC),
              file,    ::open(name.c_str(), O_WRONLY | O_CLOEXEC),
              ends[0], 1 << 20};
  require(handles_[1] >= 0 && handles_[3] >= 0, "the file cannot be opened again");
}

int window::handle(descriptor which) const { return handles_[static_cast<std::size_t>(which)]; }

void window::reset() {
  static const auto bytes = pattern();
  require(::syscall(SYS_munmap, first_, size_) == 0, "the window cannot be unmapped");
  const int file = handle(descriptor::writable);
  require(::ftruncate(file, 0) == 0, "the file cannot be emptied");
  require(::pwrite(file, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()), "the file is full");
}

void window::cut(std::size_t size) const {
  require(::ftruncate(handle(descriptor::writable), static_cast<off_t>(size)) == 0, "the file cannot be resized");
}

// By way of the kernel: what cannot be written is an error and not a fault.
long window::store(std::size_t place, std::byte value, std::size_t length) const {
  std::vector<std::byte> bytes(length, value);
  const iovec from{bytes.data(), bytes.size()};
  const iovec to{at(place), length};
  const long stored = ::process_vm_writev(::getpid(), &from, 1, &to, 1, 0);
  return stored == -1 ? -errno : stored;
}

std::ptrdiff_t window::place_of(const void* address) const {
  const auto* const byte = static_cast<const std::byte*>(address);
  return byte >= first_ && byte < first_ + size_ ? byte - first_ : elsewhere;
}

std::string window::layout(std::string_view maps) const {
  std::string lines;
  const auto start = reinterpret_cast<std::uintptr_t>(first_);
  while (!maps.empty()) {
    const auto line = maps.substr(0, maps.find('\n'));
    maps.remove_prefix(std::min(maps.size(), line.size() + 1));
    const char* from = line.data();
    const char* const end = from + line.size();
    const auto first = hexadecimal(from, end);
    const auto last = hexadecimal(++from, end);
    if (last <= start - around || first >= start + size_ + around) continue;
    // " rw-s 0000a000 00:01 1234 /memfd:fuzz": what memory without a file has for a file is not compared.
    const std::string_view rest{from, static_cast<std::size_t>(end - from)};
    const auto name = rest.find('/');
    lines += std::to_string(static_cast<std::ptrdiff_t>(first - start)) + ' ';
    lines += std::to_string(static_cast<std::ptrdiff_t>(last - start));
    lines += rest.substr(0, 15);
    if (name != std::string_view::npos) lines += rest.substr(name, 6);
    lines += '\n';
  }
  return lines;
}

// Each page's first byte tells whether it can be read. As many at once as can.
const std::vector<std::byte>& window::content() {
  const auto page = mmapkit::page_size();
  const auto stride = page + 1;
  std::array<iovec, window_pages> to{};
  std::array<iovec, window_pages> from{};
  for (std::size_t i = 0; i < window_pages; ++i) {
    to[i] = {content_.data() + i * stride + 1, page};
    from[i] = {at(i * page), page};
  }
  for (std::size_t i = 0; i < window_pages; ++i) {
    const auto rest = window_pages - i;
    const auto read = ::process_vm_readv(::getpid(), &to[i], rest, &from[i], rest, 0);
    const auto pages = read <= 0 ? 0 : static_cast<std::size_t>(read) / page;
    for (const auto end = i + pages; i < end; ++i) content_[i * stride] = std::byte{1};
    if (i < window_pages) std::fill_n(content_.begin() + static_cast<std::ptrdiff_t>(i * stride), stride, std::byte{});
  }
  return content_;
}

std::string_view regions_now(const window& last) {
  static std::vector<char> text(std::size_t{1} << 20);
  static const int maps = ::open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  ::lseek(maps, 0, SEEK_SET);
  std::size_t size = 0;
  std::uintptr_t seen = 0;
  // The kernel gives whole lines, a page of them at a time.
  while (seen < reinterpret_cast<std::uintptr_t>(last.at(last.size())) + around) {
    const auto got = ::read(maps, text.data() + size, std::min<std::size_t>(text.size() - size, 4096));
    if (got <= 0) break;
    size += static_cast<std::size_t>(got);
    const std::string_view all{text.data(), size - 1};
    const char* from = all.data() + all.rfind('\n') + 1;
    seen = hexadecimal(from, all.data() + all.size());
  }
  return {text.data(), size};
}

}  // namespace fuzz
