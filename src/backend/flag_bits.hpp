// The bits of a set of flags.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <limits>

#include <mmapkit/flags/flag_set.hpp>

#include "native_value.hpp"

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

// Whether the range fits in a file offset.
constexpr bool fits_file(std::uint64_t offset, std::uint64_t length) noexcept {
  constexpr auto last = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return offset <= last && length <= last - offset;
}

// Calls visit(flag) for each flag of the set, lowest bit first and the value of its field last, until one returns
// false. Returns whether none did.
template <flag_set Flag, class Visit>
constexpr bool all_flags(Flag flags, Visit visit) {
  for (std::uint32_t rest = own_bits(flags); rest != 0; rest &= rest - 1) {
    const auto bit = std::uint64_t{1} << std::countr_zero(rest);
    if (!visit(static_cast<Flag>(bit))) return false;
  }
  const auto value = flags & static_cast<Flag>(value_field<Flag>);
  return value == Flag{} || visit(value);
}

// The native bits of a set, those of native_bits<>() included. Every call needs it, so the answers of the backend are
// cached, in atomics: a static variable with a guard could be half initialized in a signal handler or after fork.
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
