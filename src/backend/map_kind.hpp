// What kind of mapping a set of flags asks for: shared or not, and the size of its pages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include <mmapkit/flags/mmap_flag.hpp>

#include "flag_bits.hpp"
#include "system.hpp"

namespace mmapkit {

// The logarithm of the huge page size that a set asks for; 0 if it asks for none.
template <flag_set Flag>
constexpr std::uint32_t huge_page_log2(Flag flags) noexcept {
  static_assert(value_field<Flag> == huge_page_field);
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(flags) >> huge_page_shift);
}

// Whether stores are visible to other mappings.
constexpr bool is_shared(mmap_flag flags) noexcept {
  return has(flags, mmap_flag::shared) || has(flags, mmap_flag::shared_validate);
}

// The unit that the system rounds the length of such a mapping up to, if it is more than a page; else 0.
inline std::size_t huge_page_unit(mmap_flag flags) noexcept {
  const auto native = native_bits_of(flags);
  const bool natively = native != 0 && (native & backend::native_value(mmap_flag::huge_table).value_or(0)) != 0;
  if (!natively && !has(flags, mmap_flag::huge_table)) return 0;
  const auto log2 = huge_page_log2(flags);
  if (log2 == 0) return backend::huge_page_size();
  return log2 < std::numeric_limits<std::size_t>::digits ? std::size_t{1} << log2 : 0;
}

}  // namespace mmapkit
