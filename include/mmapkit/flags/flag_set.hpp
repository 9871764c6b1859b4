/// \file
/// The machinery shared by every flag type: marks, rows, bit operators, names.
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

/// True for the enumerations that are sets of bits and so get | & ^ ~ and their assignments.
template <class E>
inline constexpr bool is_bitmask = false;

template <class E>
concept bitmask = std::is_enum_v<E> && is_bitmask<E>;

/// Bits of a set that together hold one value and not a flag each, such as the size of huge pages; 0 where it has none.
template <class E>
inline constexpr std::uint64_t value_field = 0;

/// The operators of a set: union, common flags, difference both ways. Types do not mix. Two different values in one
/// field make a value that nothing has, so that the set is refused.
///
/// \par Example
/// \code{.cpp}
/// auto open = open_flag::read | open_flag::write;
/// \endcode
/// \sa C++20 [bitmask.types]
template <bitmask E>
constexpr E operator|(E a, E b) noexcept {
  using bits = std::underlying_type_t<E>;
  constexpr auto field = static_cast<bits>(value_field<E>);
  const auto left = static_cast<bits>(a);
  const auto right = static_cast<bits>(b);
  const bool conflict = (left & field) != 0 && (right & field) != 0 && (left & field) != (right & field);
  return static_cast<E>(static_cast<bits>(left | right | (conflict ? field : bits{0})));
}

/// \copydoc operator|()
template <bitmask E>
constexpr E operator&(E a, E b) noexcept {
  using bits = std::underlying_type_t<E>;
  return static_cast<E>(static_cast<bits>(static_cast<bits>(a) & static_cast<bits>(b)));
}

/// \copydoc operator|()
template <bitmask E>
constexpr E operator^(E a, E b) noexcept {
  using bits = std::underlying_type_t<E>;
  return static_cast<E>(static_cast<bits>(static_cast<bits>(a) ^ static_cast<bits>(b)));
}

/// Every bit is flipped, also those without a name, as [bitmask.types] asks: meant for `set & ~flag`.
template <bitmask E>
constexpr E operator~(E a) noexcept {
  using bits = std::underlying_type_t<E>;
  return static_cast<E>(static_cast<bits>(~static_cast<bits>(a)));
}

/// \copydoc operator|()
template <bitmask E>
constexpr E& operator|=(E& a, E b) noexcept {
  return a = a | b;
}

/// \copydoc operator|()
template <bitmask E>
constexpr E& operator&=(E& a, E b) noexcept {
  return a = a & b;
}

/// \copydoc operator|()
template <bitmask E>
constexpr E& operator^=(E& a, E b) noexcept {
  return a = a ^ b;
}

/// Whether `set` holds all of `flags`.
///
/// \par Example
/// \code{.cpp}
/// has(open_flag::read | open_flag::write, open_flag::write)   // true
/// \endcode
template <bitmask E>
constexpr bool has(E set, E flags) noexcept {
  constexpr auto field = static_cast<E>(value_field<E>);
  const bool same_value = (flags & field) == E{} || (flags & field) == (set & field);
  return (set & flags) == flags && same_value;
}

/// Where a flag keeps its promise: proved by tests on Linux, and under Wine for Windows; taken from the documents of
/// other systems. `bsd` is FreeBSD, DragonFly, NetBSD and OpenBSD together; `posix` is every system here but Windows.
/// The underscore keeps clear of the macro `linux` that GNU compilers define.
enum class mark : std::uint8_t {
  linux_ = 1,                                    ///< Linux
  apple = 2,                                     ///< macOS
  freebsd = 4,                                   ///< FreeBSD
  dragonfly = 8,                                 ///< DragonFly BSD
  netbsd = 16,                                   ///< NetBSD
  openbsd = 32,                                  ///< OpenBSD
  windows = 64,                                  ///< Windows
  bsd = freebsd | dragonfly | netbsd | openbsd,  ///< the four BSDs
  posix = linux_ | apple | bsd,                  ///< every system but Windows
  every = posix | windows,                       ///< every system
};

template <>
inline constexpr bool is_bitmask<mark> = true;

/// "EVERY", "POSIX", "NONE", or the systems' names joined by a slash: "LINUX/APPLE/BSD".
MMAPKIT_EXPORT std::string to_string(mark);

/// The system that this build of the library is for: exactly one of them.
MMAPKIT_EXPORT mark this_system() noexcept;

/// One flag: what it is called, where its promise holds, since when, and what it does. The single truth for the
/// reference tables, for `mmapkit flags`, for names and parsing, and for refusals.
template <class Flag>
struct flag_row {
  Flag flag;            ///< the flag
  const char* name;     ///< spelled as the enumerator is
  const char* native;   ///< the system's own name; "A/B" where systems differ, "A|B" for both; "" where it has none
  mark where;           ///< the systems that keep its promise
  const char* since;    ///< the standard, or the first release of the first system that had it
  const char* summary;  ///< what it does
};

/// All rows of a type, in the order of the enumerators: an array of flag_row<Flag>.
///
/// \par Example
/// \code{.cpp}
/// for (const auto& row : mmapkit::rows<mmapkit::mmap_flag>) std::cout << row.name << '\n';
/// \endcode
template <class Flag>
inline constexpr std::nullptr_t rows = nullptr;

/// An enumeration that has rows: a set of flags, or a plain list such as `advice`, of which one is taken.
template <class E>
concept listed = std::is_enum_v<E> && requires {
  rows<E>[0].name;
};

template <class Flag>
concept flag_set = bitmask<Flag> && listed<Flag>;

/// The lower half of a flag's value holds the library's own bits, never an operating system's; the upper half carries
/// native bits.
inline constexpr unsigned native_bits_shift = 32;

/// The one escape: bits for the operating system that the library has no name for, passed on untouched. On POSIX they
/// join the flags of the call; on Windows they join the flags and attributes of CreateFileW (open_flag), the PAGE_
/// modifiers (protection_flag), and the SEC_ or MEM_ flags of the memory (mmap_flag), and are refused elsewhere.
/// Whether the system honours them is between you and the system: Linux refuses bits it does not know only for shared
/// file mappings. The six highest bits of mmap_flag and memfd_flag are the size of huge pages, as Linux has them.
///
/// \par Example
/// \code{.cpp}
/// auto set = mmap_flag::private_ | native_bits<mmap_flag>(0x200000);
/// \endcode
template <bitmask Flag>
constexpr Flag native_bits(std::uint32_t bits) noexcept {
  return static_cast<Flag>(std::uint64_t{bits} << native_bits_shift);
}

/// The native bits that a flag set carries; 0 where it has none.
template <bitmask Flag>
constexpr std::uint32_t native_bits_of(Flag flags) noexcept {
  return static_cast<std::uint32_t>((static_cast<std::uint64_t>(flags) & ~value_field<Flag>) >> native_bits_shift);
}

/// Whether one of a plain list may also be a number of the operating system that the library has no name for.
template <class E>
inline constexpr bool takes_native_number = false;

/// The escape of plain lists, as native_bits is that of flags: the operating system's own number, passed on untouched.
/// For advice, file_advice, numa_policy and inherit. Nothing is known of what it does: advice by number may discard
/// content without `discarding{...}`. Refused where the system's call takes no number: on Windows, and for file_advice
/// on macOS.
///
/// \par Example
/// \code{.cpp}
/// madvise(addr, size, native_number<advice>(104));
/// \endcode
template <class E>
requires takes_native_number<E>
constexpr E native_number(std::uint32_t number) noexcept {
  return static_cast<E>((std::uint64_t{number} << native_bits_shift) | 0x80000000U);
}

/// The number that native_number gave; nothing for what has a name.
template <class E>
requires takes_native_number<E>
constexpr std::optional<std::uint32_t> native_number_of(E value) noexcept {
  const auto bits = static_cast<std::uint64_t>(value);
  if (static_cast<std::uint32_t>(bits) != 0x80000000U) return std::nullopt;
  return static_cast<std::uint32_t>(bits >> native_bits_shift);
}

namespace detail {

// What the library has compiled for every type. Without a concept: compilers differ in how the name of a symbol tells
// of one, and a library may be compiled by another than the program.
template <class E>
std::string names_of(E value);
template <class E>
std::optional<E> named(std::string_view text) noexcept;
template <class E>
bool is_supported(E value) noexcept;
template <class E>
std::optional<std::uint32_t> native_value_of(E flag) noexcept;

}  // namespace detail

/// The names joined by '|', in the order of the rows: "read|write". The empty set is "none" where a row says so and ""
/// otherwise; native bits are "native(0x40)", bits without a name "unknown(0x8000)". For a plain list, the name, or the
/// same two words for a number.
///
/// \throws std::bad_alloc
template <listed E>
[[nodiscard]] std::string to_string(E value) {
  return detail::names_of(value);
}

/// Names and native bits as to_string writes them, read back; spaces around names are allowed. Nothing where a name is
/// not one of this type, "unknown(0x8000)" included.
///
/// \par Example
/// \code{.cpp}
/// from_string<open_flag>("read|write") == (open_flag::read | open_flag::write)
/// \endcode
template <listed E>
[[nodiscard]] std::optional<E> from_string(std::string_view text) noexcept {
  return detail::named<E>(text);
}

/// Whether the running system keeps the promise of every flag in the set: asks the kernel where the platform alone does
/// not decide. Native bits count as supported. Costs no system call for flags that the platform decides.
template <listed E>
[[nodiscard]] bool supported(E value) noexcept {
  return detail::is_supported(value);
}

/// The flags where they are supported, and the empty set where not: for what is only an optimisation.
///
/// \par Example
/// \code{.cpp}
/// .mmap = mmap_flag::private_ | mmap_flag::anonymous | if_supported(mmap_flag::no_reserve)
/// \endcode
template <flag_set Flag>
[[nodiscard]] Flag if_supported(Flag flags) noexcept {
  return supported(flags) ? flags : Flag{};
}

/// The operating system's own number for one flag, advice or call; nothing where it has none. 0 means also that a flag
/// is met without a bit.
template <listed E>
[[nodiscard]] std::optional<std::uint32_t> native_value(E flag) noexcept {
  return detail::native_value_of(flag);
}

}  // namespace mmapkit
