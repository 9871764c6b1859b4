// Rounding to pages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "bits.hpp"

namespace mmapkit {

struct page_range {
  void* base;
  std::size_t length;
};

// The range with its start taken back to its page; the systems round the end themselves.
inline page_range from_page(void* addr, std::size_t size) noexcept {
  const auto lead = reinterpret_cast<std::uintptr_t>(addr) % backend::page_size();
  return {static_cast<std::byte*>(addr) - lead, size + lead};
}

// Whether the range ends beyond the address space once it is rounded outwards to pages: a system that rounds would take
// its length for 0, and do nothing.
inline bool wraps(const void* addr, std::size_t size) noexcept {
  const auto lead = reinterpret_cast<std::uintptr_t>(addr) % backend::page_size();
  return size > std::numeric_limits<std::size_t>::max() - lead - (backend::page_size() - 1);
}

// The pages that so many bytes take from the start of a page.
inline std::size_t whole_pages(std::size_t length) noexcept {
  return length / backend::page_size() + (length % backend::page_size() != 0 ? 1 : 0);
}

// What the system rounds the length of such a mapping up to, where that is more than a page; 0 where not.
inline std::size_t huge_page_unit(mmap_flag flags) noexcept {
  const auto native = native_bits_of(flags);
  const bool natively = native != 0 && (native & backend::native_value(mmap_flag::huge_table).value_or(0)) != 0;
  if (!natively && !has(flags, mmap_flag::huge_table)) return 0;
  const auto log2 = huge_page_log2(flags);
  if (log2 == 0) return backend::huge_page_size();
  return log2 < std::numeric_limits<std::size_t>::digits ? std::size_t{1} << log2 : 0;
}

// The next multiple of the unit; the value itself where there is none. The sum has to fit.
template <class Integer>
constexpr Integer round_up(Integer value, std::size_t unit) noexcept {
  return unit == 0 ? value : (value + (unit - 1)) / unit * unit;
}

}  // namespace mmapkit
