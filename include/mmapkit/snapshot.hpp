/// \file
/// Memory that can be frozen: copies that cost nothing until somebody stores.
#pragma once

#include <cstddef>
#include <system_error>

#include <mmapkit/byte_views.hpp>
#include <mmapkit/export.hpp>

namespace mmapkit {

namespace detail {
class frozen_memory;
}

/// What a freezable held when it was frozen. Owns its memory, which may be stored to: neither the original nor another
/// snapshot sees that. It may outlive the original. Move-only; true in a condition while it holds memory.
class MMAPKIT_EXPORT snapshot : public writable_byte_views<snapshot> {
 public:
  snapshot() noexcept = default;
  /// Takes over what the other holds, and leaves it empty.
  snapshot(snapshot&& other) noexcept;
  snapshot& operator=(snapshot&& other) noexcept;
  ~snapshot();

  /// Whether it holds anything.
  [[nodiscard]] explicit operator bool() const noexcept { return data_ != nullptr; }
  /// The first byte; null where it holds nothing.
  [[nodiscard]] std::byte* data() noexcept MMAPKIT_LIFETIMEBOUND { return data_; }
  [[nodiscard]] const std::byte* data() const noexcept MMAPKIT_LIFETIMEBOUND { return data_; }
  /// How many bytes.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Gives the memory back now. Does nothing where there is none.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  void unmap();
  void unmap(std::error_code& error) noexcept;

 private:
  friend class detail::frozen_memory;

  detail::frozen_memory* of_ = nullptr;  // shared; counts its owners
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

/// Zeroed memory, readable and writable, that snapshots are taken of. Move-only; true in a condition while it holds
/// memory.
///
/// The first snapshot takes the same time whatever the size. A later one copies the pages that were stored to since the
/// one before it, once for the original and once for each living snapshot that has none of its own: one that is given
/// up before costs no copy. The pages that nobody changes are in memory once. After a snapshot the first access to each
/// page that was stored to is a fault again. Where these are a 32nd of all pages or more, it is so of all pages, the
/// snapshot takes them over, and what the memory was advised since may be the snapshot's too (Linux).
///
/// The memory and its snapshots have to be readable and writable when it is frozen. What was locked, protected or
/// advised before the first snapshot is not so any more after it.
///
/// A child process of fork() shares the memory until the first snapshot, as it does that of mmap_flag::shared. From
/// then on it has a copy, in which it sees what the parent freezes later; its own freeze() is refused.
///
/// \par Example
/// \code{.cpp}
/// freezable table{std::size_t{1} << 30};
/// const snapshot before = table.freeze();
/// table.as_writable<int>()[7] = 1;        // before.as<int>()[7] is still 0
/// \endcode
class MMAPKIT_EXPORT freezable : public writable_byte_views<freezable> {
 public:
  freezable() noexcept = default;

  /// `bytes`, more than 0. The memory comes page by page, when it is touched.
  ///
  /// \throws mmap_error not_enough_memory. The error_code form leaves it empty on failure.
  /// \par Platforms
  /// Every.
  [[nodiscard]] explicit freezable(std::size_t bytes);
  [[nodiscard]] freezable(std::size_t bytes, std::error_code& error) noexcept;

  /// Takes over what the other holds, and leaves it empty.
  freezable(freezable&& other) noexcept;
  freezable& operator=(freezable&& other) noexcept;

  /// Snapshots keep what they need.
  ~freezable();

  /// Whether it holds anything.
  [[nodiscard]] explicit operator bool() const noexcept { return of_ != nullptr; }
  /// The first byte; null where it holds nothing.
  [[nodiscard]] std::byte* data() noexcept MMAPKIT_LIFETIMEBOUND;
  [[nodiscard]] const std::byte* data() const noexcept MMAPKIT_LIFETIMEBOUND;
  /// How many bytes.
  [[nodiscard]] std::size_t size() const noexcept;

  /// What the memory holds now, for good. While this runs nobody may store to the memory or to one of its snapshots;
  /// reading is allowed, but on Windows not that of the original.
  ///
  /// \throws mmap_error not_enough_memory; operation_not_permitted in a child process of fork(). Then memory and
  /// snapshots are as they were.
  /// \par Platforms
  /// every but macOS, whose shared memory has no private views (invalid_argument). Which pages were stored to is asked
  /// of the system on Linux and Windows; elsewhere later snapshots compare all pages. Before Windows 10 1803 data()
  /// changes where another thread takes its addresses meanwhile.
  /// \sa \posix{mmap} with MAP_PRIVATE, Linux \linuxman{mremap,2}, PAGEMAP_SCAN; \win32{memoryapi,MapViewOfFile3} with
  /// MEM_REPLACE_PLACEHOLDER
  [[nodiscard]] snapshot freeze();
  [[nodiscard]] snapshot freeze(std::error_code& error) noexcept;

  /// Gives the memory back now. Does nothing where there is none.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  void unmap();
  void unmap(std::error_code& error) noexcept;

 private:
  detail::frozen_memory* of_ = nullptr;  // shared; counts its owners
};

}  // namespace mmapkit
