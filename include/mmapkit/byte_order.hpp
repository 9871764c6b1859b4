/// \file
/// Numbers of files, in the byte order that the file's format says.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <type_traits>

namespace mmapkit {

/// A number or enumerator whose bytes lie in that order, at any address: its alignment is 1. It is read and assigned as
/// a T; structs are made of them. Throws nothing.
///
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// struct header { big_endian<std::uint32_t> magic; little_endian<std::uint64_t> size; };
/// const auto& head = file.as<header>().front();
/// \endcode
/// \sa C++20 [bit.endian]
template <class T, std::endian Order>
requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) class in_byte_order {
 public:
  constexpr in_byte_order() noexcept = default;
  /// Keeps the number in the order of the type.
  constexpr in_byte_order(T value) noexcept { *this = value; }  // NOLINT(google-explicit-constructor): stands for a T

  /// Keeps the number in the order of the type.
  constexpr in_byte_order& operator=(T value) noexcept {
    bytes_ = ordered(std::bit_cast<bytes>(value));
    return *this;
  }

  /// The number, in the order of this machine.
  [[nodiscard]] constexpr T value() const noexcept { return std::bit_cast<T>(ordered(bytes_)); }
  constexpr operator T() const noexcept { return value(); }  // NOLINT(google-explicit-constructor)

 private:
  using bytes = std::array<std::byte, sizeof(T)>;

  static constexpr bytes ordered(bytes all) noexcept {
    if constexpr (Order == std::endian::native) return all;
    bytes reversed{};
    for (std::size_t i = 0; i < sizeof(T); ++i) reversed[i] = all[sizeof(T) - 1 - i];
    return reversed;
  }

  bytes bytes_{};
};

/// The least significant byte first.
template <class T>
using little_endian = in_byte_order<T, std::endian::little>;
/// The most significant byte first.
template <class T>
using big_endian = in_byte_order<T, std::endian::big>;

}  // namespace mmapkit
