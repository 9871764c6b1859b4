/// \file
/// Memory that goes on at its beginning where it ends.
#pragma once

#include <cassert>
#include <cstddef>
#include <span>
#include <system_error>

#include <mmapkit/byte_views.hpp>
#include <mmapkit/export.hpp>

namespace mmapkit {

/// Owns `size()` bytes of zeroed memory that are mapped twice in a row: data()[i] and data()[i + size()] are the same
/// byte. A ring that lives in it never wraps: size() bytes from any offset below size() lie one after the other.
/// Move-only; true in a condition while it holds memory. A child process of fork() shares the memory.
///
/// \par Example
/// \code{.cpp}
/// mirrored_buffer ring{1 << 16};
/// const auto record = ring.from(tail % ring.size()).first(length);  // whole, wherever it begins
/// \endcode
class MMAPKIT_EXPORT mirrored_buffer : public writable_byte_views<mirrored_buffer> {
 public:
  mirrored_buffer() noexcept = default;

  /// `bytes`, more than 0, is rounded up to allocation_granularity().
  ///
  /// \throws mmap_error not_enough_memory where memory or addresses are short.
  /// \par Platforms
  /// Every. Where a system cannot put mappings into reserved addresses (Windows before placeholders), room is looked
  /// for until no other thread has taken it meanwhile.
  /// \sa \posix{mmap} with MAP_FIXED; \win32{memoryapi,MapViewOfFileEx}
  [[nodiscard]] explicit mirrored_buffer(std::size_t bytes);
  [[nodiscard]] mirrored_buffer(std::size_t bytes, std::error_code& error) noexcept;

  /// Takes over what the other holds, and leaves it empty.
  mirrored_buffer(mirrored_buffer&& other) noexcept;
  mirrored_buffer& operator=(mirrored_buffer&& other) noexcept;
  ~mirrored_buffer();

  /// Whether it holds anything.
  [[nodiscard]] explicit operator bool() const noexcept { return base_ != nullptr; }
  /// The first byte; null where it holds nothing.
  [[nodiscard]] std::byte* data() noexcept MMAPKIT_LIFETIMEBOUND { return base_; }
  [[nodiscard]] const std::byte* data() const noexcept MMAPKIT_LIFETIMEBOUND { return base_; }
  /// How many bytes; the views have each of them once.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// All bytes once, beginning with that one. `offset` is less than size().
  [[nodiscard]] std::span<std::byte> from(std::size_t offset) & noexcept MMAPKIT_LIFETIMEBOUND {
    assert(offset < size_);
    return {base_ + offset, size_};
  }
  [[nodiscard]] std::span<const std::byte> from(std::size_t offset) const& noexcept MMAPKIT_LIFETIMEBOUND {
    assert(offset < size_);
    return {base_ + offset, size_};
  }
  void from(std::size_t offset) const&& = delete;  // a view of a temporary: give the owner a name

  /// Gives the memory back now. Does nothing where there is none.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  void unmap();
  void unmap(std::error_code& error) noexcept;

 private:
  std::byte* base_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace mmapkit
