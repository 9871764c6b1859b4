// The machinery shared by every flag type: marks, rows, bit operators, names.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <mmapkit/export.hpp>

namespace mmapkit {

// True for the enumerations that are sets of bits and so get | & ^ ~ and their assignments.
template <class E>
inline constexpr bool is_bitmask = false;

template <class E>
concept bitmask = std::is_enum_v<E> && is_bitmask<E>;

// The operators of a set: union, common flags, difference both ways. Types do not mix.
//
//     auto open = open_flag::read | open_flag::write;
//
// Source: C++20 [bitmask.types].
template <bitmask E>
constexpr E operator|(E a, E b) noexcept {
  using bits = std::underlying_type_t<E>;
  return static_cast<E>(static_cast<bits>(static_cast<bits>(a) | static_cast<bits>(b)));
}

template <bitmask E>
constexpr E operator&(E a, E b) noexcept {
  using bits = std::underlying_type_t<E>;
  return static_cast<E>(static_cast<bits>(static_cast<bits>(a) & static_cast<bits>(b)));
}

template <bitmask E>
constexpr E operator^(E a, E b) noexcept {
  using bits = std::underlying_type_t<E>;
  return static_cast<E>(static_cast<bits>(static_cast<bits>(a) ^ static_cast<bits>(b)));
}

// Every bit is flipped, also those without a name, as [bitmask.types] asks: meant for `set & ~flag`.
template <bitmask E>
constexpr E operator~(E a) noexcept {
  using bits = std::underlying_type_t<E>;
  return static_cast<E>(static_cast<bits>(~static_cast<bits>(a)));
}

template <bitmask E>
constexpr E& operator|=(E& a, E b) noexcept {
  return a = a | b;
}

template <bitmask E>
constexpr E& operator&=(E& a, E b) noexcept {
  return a = a & b;
}

template <bitmask E>
constexpr E& operator^=(E& a, E b) noexcept {
  return a = a ^ b;
}

// Whether `set` holds all of `flags`.
//
//     has(open_flag::read | open_flag::write, open_flag::write)   // true
template <bitmask E>
constexpr bool has(E set, E flags) noexcept {
  return (set & flags) == flags;
}

// Where a flag keeps its promise. `posix` is every system here but Windows. The underscore keeps clear of the macro
// `linux` that GNU compilers define.
enum class mark : std::uint8_t {
  linux_ = 1,
  apple = 2,
  bsd = 4,
  windows = 8,
  posix = linux_ | apple | bsd,
  every = posix | windows,
};

template <>
inline constexpr bool is_bitmask<mark> = true;

// "EVERY", "POSIX", or the systems' names joined by a slash: "LINUX/APPLE".
MMAPKIT_EXPORT std::string to_string(mark);

// The system that this build of the library is for: exactly one of linux_, apple, bsd and windows.
MMAPKIT_EXPORT mark this_system() noexcept;

// One flag: what it is called, where its promise holds, what it does. The single truth for the reference table, for
// `mmapkit flags`, for names and parsing, and for refusals.
template <class Flag>
struct flag_row {
  // Literals know their lengths: counting them out costs every program that includes the rows compile time.
  template <std::size_t Name, std::size_t Summary>
  consteval flag_row(Flag its_flag, const char (&its_name)[Name], mark its_mark,
                     const char (&its_summary)[Summary]) noexcept
      : flag{its_flag}, name{its_name, Name - 1}, where{its_mark}, summary{its_summary, Summary - 1} {}

  Flag flag;
  std::string_view name;  // spelled as the enumerator is
  mark where;
  std::string_view summary;
};

// All rows of a flag type, in the order of the enumerators: an array of flag_row<Flag>.
//
//     for (const auto& row : mmapkit::rows<mmapkit::mmap_flag>) std::cout << row.name << '\n';
template <class Flag>
inline constexpr std::nullptr_t rows = nullptr;

// The lower half of a flag's value holds the library's own bits, never an operating system's; the upper half carries
// native bits.
inline constexpr unsigned native_bits_shift = 32;

// The one escape: bits for the operating system that the library has no name for, passed on untouched. On POSIX they
// join the flags of open, mmap, mprotect or msync; on Windows they join the flags and attributes of CreateFileW
// (open_flag), the PAGE_ modifiers (protection_flag), and the SEC_ or MEM_ flags of the memory (mmap_flag), and are
// refused for msync_flag. Whether the system honours them is between you and the system: Linux refuses bits it does
// not know only for shared file mappings.
//
//     auto low = mmap_flag::private_ | native_bits<mmap_flag>(0x40);   // MAP_32BIT on x86-64 Linux
template <bitmask Flag>
constexpr Flag native_bits(std::uint32_t bits) noexcept {
  return static_cast<Flag>(std::uint64_t{bits} << native_bits_shift);
}

// The native bits that a flag set carries; 0 where it has none.
template <bitmask Flag>
constexpr std::uint32_t native_bits_of(Flag flags) noexcept {
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(flags) >> native_bits_shift);
}

}  // namespace mmapkit
