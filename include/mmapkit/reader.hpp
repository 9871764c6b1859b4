/// \file
/// Reading a mapping piece by piece, from its beginning to its end.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <system_error>
#include <type_traits>

#include <mmapkit/mapping.hpp>

namespace mmapkit {

/// A place in some bytes, which have to live as long as it. Reading moves it on; reading beyond the end is an error and
/// moves it nowhere. The forms with a std::error_code return what is empty or zero then.
///
/// \throws mmap_error invalid_argument where more is asked for than is left, with offset and sizes in words.
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// reader in{file};
/// const auto count = in.read<std::uint32_t>();
/// while (!in.at_end()) std::cout << in.read_line() << '\n';
/// \endcode
class reader {
 public:
  /// Begins at the first byte.
  explicit reader(const mapping& memory MMAPKIT_LIFETIMEBOUND) noexcept : reader{memory.bytes()} {}
  explicit reader(mapping&&) = delete;  // it would be gone before the reader
  /// \copydoc reader(const mapping&)
  explicit reader(std::span<const std::byte> bytes) noexcept : bytes_{bytes} {}
  explicit reader(std::string_view text) noexcept
      : bytes_{reinterpret_cast<const std::byte*>(text.data()), text.size()} {}

  /// Bytes from the beginning to here.
  [[nodiscard]] std::size_t offset() const noexcept { return offset_; }
  /// All bytes, those that were read included.
  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
  /// Bytes from here to the end.
  [[nodiscard]] std::size_t remaining() const noexcept { return bytes_.size() - offset_; }
  /// Whether no byte remains.
  [[nodiscard]] bool at_end() const noexcept { return remaining() == 0; }

  /// The next so many bytes, without moving on.
  [[nodiscard]] std::span<const std::byte> peek(std::size_t length) const {
    if (length > remaining()) fail(length);
    return bytes_.subspan(offset_, length);
  }
  [[nodiscard]] std::span<const std::byte> peek(std::size_t length, std::error_code& error) const noexcept {
    return has(length, error) ? bytes_.subspan(offset_, length) : std::span<const std::byte>{};
  }
  [[nodiscard]] std::byte peek() const { return peek(1).front(); }
  [[nodiscard]] std::byte peek(std::error_code& error) const noexcept {
    return has(1, error) ? bytes_[offset_] : std::byte{};
  }

  /// Moves on by so many bytes.
  void skip(std::size_t length) {
    if (length > remaining()) fail(length);
    offset_ += length;
  }
  void skip(std::size_t length, std::error_code& error) noexcept {
    if (has(length, error)) offset_ += length;
  }

  /// To any place, its end included.
  void seek(std::size_t offset) {
    if (offset > size()) fail_seek(offset);
    offset_ = offset;
  }
  void seek(std::size_t offset, std::error_code& error) noexcept {
    error.clear();
    if (offset > size()) return fail_seek(offset, error);
    offset_ = offset;
  }

  /// The next so many bytes, and moves on behind them.
  std::span<const std::byte> read(std::size_t length) {
    const auto found = peek(length);
    offset_ += length;
    return found;
  }
  std::span<const std::byte> read(std::size_t length, std::error_code& error) noexcept {
    const auto found = peek(length, error);
    offset_ += found.size();
    return found;
  }

  /// The next byte, and moves on.
  std::byte read_byte() { return read(1).front(); }
  std::byte read_byte(std::error_code& error) noexcept { return read<std::byte>(error); }
  /// The next byte as a character, and moves on.
  char read_char() { return static_cast<char>(read_byte()); }
  char read_char(std::error_code& error) noexcept { return read<char>(error); }

  /// A T as it lies in the bytes, at any alignment and in this machine's byte order: little_endian and big_endian are
  /// types for others.
  template <class T>
  requires std::is_trivially_copyable_v<T> T read() {
    std::array<std::byte, sizeof(T)> bytes;
    std::memcpy(bytes.data(), read(sizeof(T)).data(), sizeof(T));
    return std::bit_cast<T>(bytes);
  }
  template <class T>
  requires std::is_trivially_copyable_v<T> T read(std::error_code& error)
  noexcept {
    std::array<std::byte, sizeof(T)> bytes{};
    if (const auto found = read(sizeof(T), error); !error) std::memcpy(bytes.data(), found.data(), sizeof(T));
    return std::bit_cast<T>(bytes);
  }

  /// Up to the next `\n` or `\r\n`, which is taken and left out, or to the end.
  std::string_view read_line() {
    if (at_end()) fail(1);
    return next_line();
  }
  std::string_view read_line(std::error_code& error) noexcept {
    return has(1, error) ? next_line() : std::string_view{};
  }

 private:
  // Something is left.
  std::string_view next_line() noexcept {
    const auto rest = text_of(bytes_.subspan(offset_));
    const auto length = rest.find('\n');
    if (length == std::string_view::npos) {
      offset_ = size();
      return rest;
    }
    offset_ += length + 1;
    const auto line = rest.substr(0, length);
    return line.ends_with('\r') ? line.substr(0, length - 1) : line;
  }

  static std::string_view text_of(std::span<const std::byte> bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  // Whether so much is left.
  bool has(std::size_t length, std::error_code& error) const noexcept {
    error.clear();
    if (length > remaining()) fail(length, error);
    return !error;
  }

  [[noreturn]] MMAPKIT_EXPORT void fail(std::size_t length) const;
  MMAPKIT_EXPORT void fail(std::size_t length, std::error_code& error) const noexcept;
  [[noreturn]] MMAPKIT_EXPORT void fail_seek(std::size_t offset) const;
  MMAPKIT_EXPORT void fail_seek(std::size_t offset, std::error_code& error) const noexcept;

  std::span<const std::byte> bytes_;
  std::size_t offset_ = 0;
};

}  // namespace mmapkit
