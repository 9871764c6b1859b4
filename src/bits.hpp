// Walking the flags of a set, for portable code and backends alike.
#pragma once

#include <bit>
#include <cstdint>

#include "backend.hpp"

namespace mmapkit {

// The library's own bits of a set, without the native ones.
template <flag_set Flag>
constexpr std::uint32_t own_bits(Flag flags) noexcept {
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(flags));
}

// Calls visit(flag) for each flag of the set, lowest bit first, until it returns false. Whether none did.
template <flag_set Flag, class Visit>
constexpr bool all_flags(Flag flags, Visit visit) {
  for (std::uint32_t rest = own_bits(flags); rest != 0; rest &= rest - 1) {
    const auto bit = std::uint64_t{1} << std::countr_zero(rest);
    if (!visit(static_cast<Flag>(bit))) return false;
  }
  return true;
}

// The native bits of a whole set: those of its flags, and those of the escape.
template <flag_set Flag>
std::uint32_t native_set(Flag flags) noexcept {
  std::uint32_t native = native_bits_of(flags);
  all_flags(flags, [&](Flag flag) {
    native |= backend::native_value(flag).value_or(0);
    return true;
  });
  return native;
}

}  // namespace mmapkit
