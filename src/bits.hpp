// Walking the flags of a set, for portable code and backends alike.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <limits>

#include "backend.hpp"

namespace mmapkit {

template <flag_set Flag>
constexpr bool has_any(Flag set, Flag of_these) noexcept {
  return (set & of_these) != Flag{};
}

// The library's own bits of a set, without the native ones.
template <flag_set Flag>
constexpr std::uint32_t own_bits(Flag flags) noexcept {
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(flags));
}

// The size of huge pages that a set asks for, as its logarithm to base 2; 0 where it asks for none.
template <flag_set Flag>
constexpr std::uint32_t huge_page_log2(Flag flags) noexcept {
  static_assert(value_field<Flag> == huge_page_field);
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(flags) >> huge_page_shift);
}

// Whether a file offset can name all of these bytes.
constexpr bool fits_file(std::uint64_t offset, std::uint64_t length) noexcept {
  constexpr auto last = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return offset <= last && length <= last - offset;
}

// Whether stores are seen by other mappings of the same memory.
constexpr bool is_shared(mmap_flag flags) noexcept {
  return has(flags, mmap_flag::shared) || has(flags, mmap_flag::shared_validate);
}

// Calls visit(flag) for each flag of the set, lowest bit first and the value of its field last, until it returns false.
// Whether none did.
template <flag_set Flag, class Visit>
constexpr bool all_flags(Flag flags, Visit visit) {
  for (std::uint32_t rest = own_bits(flags); rest != 0; rest &= rest - 1) {
    const auto bit = std::uint64_t{1} << std::countr_zero(rest);
    if (!visit(static_cast<Flag>(bit))) return false;
  }
  const auto value = flags & static_cast<Flag>(value_field<Flag>);
  return value == Flag{} || visit(value);
}

// The native bits of a whole set: those of its flags, and those of the escape. It stands on the path of every call:
// what the backend answers for a bit is kept, in a way that neither a signal nor a fork can find half done.
template <flag_set Flag>
std::uint32_t native_set(Flag flags) noexcept {
  static std::array<std::atomic<std::uint32_t>, 32> known{};
  std::uint32_t native = native_bits_of(flags);
  for (auto rest = own_bits(flags); rest != 0; rest &= rest - 1) {
    const auto place = static_cast<std::size_t>(std::countr_zero(rest));
    auto bits = known[place].load(std::memory_order_relaxed);
    if (bits == 0) {
      bits = backend::native_value(static_cast<Flag>(std::uint64_t{1} << place)).value_or(0);
      known[place].store(bits, std::memory_order_relaxed);
    }
    native |= bits;
  }
  const auto value = flags & static_cast<Flag>(value_field<Flag>);
  return value == Flag{} ? native : native | backend::native_value(value).value_or(0);
}

}  // namespace mmapkit
