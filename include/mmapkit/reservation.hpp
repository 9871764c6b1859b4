/// \file
/// Address space without memory, and memory for parts of it.
#pragma once

#include <cstddef>
#include <system_error>

#include <mmapkit/detail/lifetime.hpp>
#include <mmapkit/export.hpp>
#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/msync_flag.hpp>
#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>
#include <mmapkit/placement.hpp>

namespace mmapkit {

namespace detail {
struct whole_range;
struct reservation_access;
}  // namespace detail

/// How addresses are reserved.
struct reserve_options {
  placement place{};  ///< where the addresses lie
  /// Committed memory may come in transparent huge pages, where the system has them: the addresses are aligned for
  /// that.
  bool huge_pages = true;
};

/// Owns a stretch of addresses that nothing else will take. It costs no memory: a TiB is reserved as fast as a page.
/// Parts are given memory by commit, zeroed, and what is committed never moves. Touching what is not committed is a
/// fault. Move-only; true in a condition while it holds addresses.
///
/// Offsets are in bytes from data(), multiples of page_size(); lengths are in bytes and rounded up to pages. A range
/// that does not lie within the reservation, or does not begin at a page, is invalid_argument, before anything is done.
/// Different parts may be used by different threads; commit and decommit too, where the parts do not overlap.
///
/// \par Example
/// \code{.cpp}
/// reservation room{std::size_t{1} << 40};
/// room.commit(0, 1 << 20);
/// std::memset(room.data(), 1, 1 << 20);
/// \endcode
class MMAPKIT_EXPORT reservation {
 public:
  reservation() noexcept = default;

  /// `bytes`, more than 0, is rounded up to pages.
  ///
  /// \throws mmap_error not_enough_memory where so many addresses are not free, or not allowed (RLIMIT_AS).
  /// \par Platforms
  /// Every.
  /// \sa \posix{mmap} with PROT_NONE; \win32{memoryapi,VirtualAlloc} with MEM_RESERVE
  [[nodiscard]] explicit reservation(std::size_t bytes, const reserve_options& options = {});
  [[nodiscard]] reservation(std::size_t bytes, const reserve_options& options, std::error_code& error) noexcept;

  /// Takes over what the other holds, and leaves it empty.
  reservation(reservation&& other) noexcept;
  reservation& operator=(reservation&& other) noexcept;

  /// Gives addresses and memory back. A failure is not reported here: call unmap() to learn of one.
  ~reservation();

  /// Whether it holds anything.
  [[nodiscard]] explicit operator bool() const noexcept { return base_ != nullptr; }
  /// The first byte; null where it holds nothing.
  [[nodiscard]] std::byte* data() noexcept MMAPKIT_LIFETIMEBOUND { return base_; }
  [[nodiscard]] const std::byte* data() const noexcept MMAPKIT_LIFETIMEBOUND { return base_; }
  /// How many bytes.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Gives the range memory. What was committed before keeps its content and gets the protection.
  ///
  /// \throws mmap_error not_enough_memory where the system promises no more (strict overcommit, RLIMIT_DATA, the page
  /// file); then what was committed before has its content.
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// room.commit(4096, 8192, protection_flag::read | protection_flag::write);
  /// \endcode
  /// \sa \posix{mprotect}; \win32{memoryapi,VirtualAlloc} with MEM_COMMIT
  void commit(std::size_t offset, std::size_t length,
              protection_flag protection = protection_flag::read | protection_flag::write);
  void commit(std::size_t offset, std::size_t length, protection_flag protection, std::error_code& error) noexcept;

  /// Takes the memory back; the content is gone, the addresses stay. What was not committed is no error.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  /// \sa \posix{mmap} with MAP_FIXED; \win32{memoryapi,VirtualFree} with MEM_DECOMMIT
  void decommit(std::size_t offset, std::size_t length);
  void decommit(std::size_t offset, std::size_t length, std::error_code& error) noexcept;

  /// As mprotect. The range shall be committed: Windows refuses it otherwise, and POSIX systems commit it.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  void protect(std::size_t offset, std::size_t length, protection_flag protection);
  void protect(std::size_t offset, std::size_t length, protection_flag protection, std::error_code& error) noexcept;

  /// Cuts off what lies from `offset` on, with its memory; 0 and size() leave one of the two without addresses. On
  /// Windows the addresses of both are free again when both are gone.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// auto upper_half = room.split(room.size() / 2);
  /// \endcode
  [[nodiscard]] reservation split(std::size_t offset);
  [[nodiscard]] reservation split(std::size_t offset, std::error_code& error) noexcept;

  /// Gives addresses and memory back now. Does nothing where it holds none.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  void unmap();
  void unmap(std::error_code& error) noexcept;

 private:
  friend struct detail::reservation_access;

  std::byte* base_ = nullptr;
  std::size_t size_ = 0;
  bool huge_pages_ = false;
  detail::whole_range* whole_ = nullptr;  // shared by parts that cannot be unmapped one by one
};

}  // namespace mmapkit
