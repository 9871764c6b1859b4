// Memory that goes on at its beginning where it ends.
#pragma once

#include <cstddef>
#include <span>
#include <system_error>

#include <mmapkit/export.hpp>

namespace mmapkit {

// Owns `size()` bytes of zeroed memory that are mapped twice in a row: data()[i] and data()[i + size()] are the same
// byte. A ring that lives in it never wraps: size() bytes from any offset below size() lie one after the other.
// Move-only; true in a condition while it holds memory. A child process of fork() shares the memory.
//
//     mirrored_buffer ring{1 << 16};
//     const auto record = ring.from(tail % ring.size()).first(length);  // whole, wherever it begins
class MMAPKIT_EXPORT mirrored_buffer {
 public:
  mirrored_buffer() noexcept = default;

  // `bytes`, more than 0, is rounded up to allocation_granularity().
  // Throws: mmap_error; not_enough_memory where memory or addresses are short.
  // Platforms: every. Where a system cannot put mappings into reserved addresses (Windows before placeholders), room is
  // looked for until no other thread has taken it meanwhile.
  // Source: mmap() with MAP_FIXED; MapViewOfFileEx.
  [[nodiscard]] explicit mirrored_buffer(std::size_t bytes);
  [[nodiscard]] mirrored_buffer(std::size_t bytes, std::error_code& error) noexcept;

  mirrored_buffer(mirrored_buffer&& other) noexcept;
  mirrored_buffer& operator=(mirrored_buffer&& other) noexcept;
  ~mirrored_buffer();

  [[nodiscard]] explicit operator bool() const noexcept { return base_ != nullptr; }
  [[nodiscard]] std::byte* data() noexcept { return base_; }
  [[nodiscard]] const std::byte* data() const noexcept { return base_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  // All bytes once, beginning with that one. `offset` is less than size().
  [[nodiscard]] std::span<std::byte> from(std::size_t offset) noexcept { return {base_ + offset, size_}; }
  [[nodiscard]] std::span<const std::byte> from(std::size_t offset) const noexcept { return {base_ + offset, size_}; }

  // Gives the memory back now. Does nothing where there is none.
  // Throws: mmap_error. Platforms: every.
  void unmap();
  void unmap(std::error_code& error) noexcept;

 private:
  std::byte* base_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace mmapkit
