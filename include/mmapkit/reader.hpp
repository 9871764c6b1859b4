// Reading a mapping piece by piece, from its beginning to its end.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

#include <mmapkit/mapping.hpp>

namespace mmapkit {

// A place in some bytes, which have to live as long as it. Reading moves it on; reading beyond the end is an error and
// moves it nowhere.
//
// Throws, where more is asked for than is left: mmap_error; result_out_of_range, with offset and sizes in words.
// Platforms: every.
//
//     reader in{file};
//     const auto count = in.read<std::uint32_t>();
//     while (!in.at_end()) std::cout << in.read_line() << '\n';
class reader {
 public:
  explicit reader(const mapping& memory) noexcept : reader{memory.bytes()} {}
  explicit reader(mapping&&) = delete;  // it would be gone before the reader
  explicit reader(std::span<const std::byte> bytes) noexcept : bytes_{bytes} {}
  explicit reader(std::string_view text) noexcept
      : bytes_{reinterpret_cast<const std::byte*>(text.data()), text.size()} {}

  // Bytes: from the beginning to here, in all, and from here to the end.
  [[nodiscard]] std::size_t offset() const noexcept { return offset_; }
  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
  [[nodiscard]] std::size_t left() const noexcept { return bytes_.size() - offset_; }
  [[nodiscard]] bool at_end() const noexcept { return left() == 0; }

  // The next so many bytes, without moving on.
  [[nodiscard]] std::span<const std::byte> peek(std::size_t length) const {
    if (length > left()) fail(length);
    return bytes_.subspan(offset_, length);
  }
  [[nodiscard]] std::byte peek() const { return peek(1).front(); }

  void skip(std::size_t length) {
    if (length > left()) fail(length);
    offset_ += length;
  }

  // To any place, its end included.
  void seek(std::size_t offset) {
    if (offset > size()) fail_seek(offset);
    offset_ = offset;
  }

  std::span<const std::byte> read(std::size_t length) {
    const auto found = peek(length);
    offset_ += length;
    return found;
  }

  std::byte read_byte() { return read(1).front(); }
  char read_char() { return static_cast<char>(read_byte()); }

  // A T as it lies in the bytes, at any alignment and in this machine's byte order: little_endian and big_endian are
  // types for others.
  template <class T>
  requires std::is_trivially_copyable_v<T> T read() {
    std::array<std::byte, sizeof(T)> bytes;
    std::memcpy(bytes.data(), read(sizeof(T)).data(), sizeof(T));
    return std::bit_cast<T>(bytes);
  }

  // Up to the next "\n" or "\r\n", which is taken and left out, or to the end.
  std::string_view read_line() {
    const auto rest = text_of(peek(at_end() ? 1 : left()));
    const auto length = rest.find('\n');
    if (length == std::string_view::npos) {
      offset_ = size();
      return rest;
    }
    offset_ += length + 1;
    const auto line = rest.substr(0, length);
    return line.ends_with('\r') ? line.substr(0, length - 1) : line;
  }

 private:
  static std::string_view text_of(std::span<const std::byte> bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  [[noreturn]] MMAPKIT_EXPORT void fail(std::size_t length) const;
  [[noreturn]] MMAPKIT_EXPORT void fail_seek(std::size_t offset) const;

  std::span<const std::byte> bytes_;
  std::size_t offset_ = 0;
};

}  // namespace mmapkit
