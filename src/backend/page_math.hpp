// Rounding to pages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "system.hpp"

namespace mmapkit {

struct page_range {
  void* base;
  std::size_t length;
};

// The next multiple of the unit; the value itself for unit 0. The caller has checked that it does not overflow.
template <class Integer>
constexpr Integer round_up(Integer value, std::size_t unit) noexcept {
  return unit == 0 ? value : (value + (unit - 1)) / unit * unit;
}

// The range extended down to the start of its first page. The systems round the end themselves, but not to huge pages:
// where the pages have `unit` bytes, it is rounded up to them here.
inline page_range from_page(void* addr, std::size_t size, std::size_t unit = 0) noexcept {
  const auto lead = reinterpret_cast<std::uintptr_t>(addr) % (unit == 0 ? backend::page_size() : unit);
  return {static_cast<std::byte*>(addr) - lead, round_up(size + lead, unit)};
}

// Whether the range, rounded to pages, ends beyond the address space: a system that rounds would see length 0, and do
// nothing.
inline bool wraps(const void* addr, std::size_t size) noexcept {
  const auto lead = reinterpret_cast<std::uintptr_t>(addr) % backend::page_size();
  return size > std::numeric_limits<std::size_t>::max() - lead - (backend::page_size() - 1);
}

// The number of pages for so many bytes.
inline std::size_t whole_pages(std::size_t length) noexcept {
  return length / backend::page_size() + (length % backend::page_size() != 0 ? 1 : 0);
}

}  // namespace mmapkit
