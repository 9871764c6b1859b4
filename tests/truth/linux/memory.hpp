// Memory to try things on.
#pragma once

#include <algorithm>
#include <fstream>

#include "../../support/linux.hpp"
#include "../proof.hpp"

namespace truth {

using support::mebibyte;

inline mmapkit::mapped anonymous_with(mmapkit::mmap_flag flags, std::size_t size = mebibyte) {
  auto options = support::anonymous(size);
  options.mmap |= flags;
  return mmapkit::mmap(options);
}

inline bool holds(const void* addr, std::size_t size, int value) {
  const std::span bytes{static_cast<const std::byte*>(addr), size};
  return std::ranges::all_of(bytes, [value](std::byte byte) { return byte == std::byte(value); });
}

// The size of a transparent huge page, bytes; what the system does not tell, or is too much for a test, is 2 MiB.
inline std::size_t transparent_huge_page() {
  std::size_t size = 0;
  std::ifstream{"/sys/kernel/mm/transparent_hugepage/hpage_pmd_size"} >> size;
  return size == 0 || size > 64 * mebibyte ? 2 * mebibyte : size;
}

// Private anonymous memory, each byte of it 1, that the kernel cannot join to its neighbours: a page on either side
// cannot be accessed. It starts at a multiple of `alignment`.
class island {
 public:
  explicit island(std::size_t size = mebibyte, std::size_t alignment = mmapkit::page_size())
      : whole_{mmapkit::mmap({.protection = mmapkit::protection_flag::none,
                              .mmap = mmapkit::mmap_flag::private_ | mmapkit::mmap_flag::anonymous,
                              .size = size + alignment + mmapkit::page_size()})},
        size_{size} {
    const auto first = reinterpret_cast<std::uintptr_t>(whole_.addr) + mmapkit::page_size();
    addr_ = reinterpret_cast<std::byte*>((first + alignment - 1) & ~(alignment - 1));
    mmapkit::mprotect(addr_, size_, support::read_write);
    std::fill_n(addr_, size_, std::byte{1});
  }
  ~island() { mmapkit::munmap(whole_); }
  island(const island&) = delete;
  island& operator=(const island&) = delete;

  std::byte* data() const { return addr_; }
  std::size_t size() const { return size_; }
  std::byte* page(std::size_t index) const { return addr_ + index * mmapkit::page_size(); }
  bool holds(int value) const { return truth::holds(addr_, size_, value); }

  void advise(mmapkit::advice what) const { mmapkit::madvise(addr_, size_, what); }
  void advise(mmapkit::discarding what) const { mmapkit::madvise(addr_, size_, what); }

  support::proc_mapping entry() const { return support::find_mapping(addr_); }
  std::size_t resident_pages() const { return support::resident_pages(addr_, size_); }

 private:
  mmapkit::mapped whole_;
  std::byte* addr_ = nullptr;
  std::size_t size_;
};

// Whether no page counts as used any more after it. Pages that the kernel is at work on are passed over: asked again,
// and not for ever.
template <class Cool>
bool goes_cold(const island& memory, Cool cool) {
  for (int i = 0; i < 100; ++i) {
    cool();
    if (memory.entry().kilobytes("Referenced") == 0) return true;
  }
  return false;
}

}  // namespace truth
