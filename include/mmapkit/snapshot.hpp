// Memory that can be frozen: copies that cost nothing until somebody stores.
#pragma once

#include <cstddef>
#include <span>
#include <system_error>
#include <type_traits>

#include <mmapkit/export.hpp>

namespace mmapkit {

namespace detail {
class frozen_memory;
}

// What a freezable held when it was frozen. Owns its memory, which may be stored to: neither the original nor another
// snapshot sees that. It may outlive the original. Move-only; true in a condition while it holds memory.
class MMAPKIT_EXPORT snapshot {
 public:
  snapshot() noexcept = default;
  snapshot(snapshot&& other) noexcept;
  snapshot& operator=(snapshot&& other) noexcept;
  ~snapshot();

  [[nodiscard]] explicit operator bool() const noexcept { return data_ != nullptr; }
  [[nodiscard]] std::byte* data() noexcept { return data_; }
  [[nodiscard]] const std::byte* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::span<std::byte> bytes() noexcept { return {data_, size_}; }
  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {data_, size_}; }

  // As many elements as fit: size() / sizeof(T).
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<T> as() noexcept { return {reinterpret_cast<T*>(data_), size_ / sizeof(T)}; }
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<const T> as() const noexcept {
    return {reinterpret_cast<const T*>(data_), size_ / sizeof(T)};
  }

  // Gives the memory back now. Does nothing where there is none.
  // Throws: mmap_error. Platforms: every.
  void unmap();
  void unmap(std::error_code& error) noexcept;

 private:
  friend class detail::frozen_memory;

  detail::frozen_memory* of_ = nullptr;  // shared; counts its owners
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

// Zeroed memory, readable and writable, that snapshots are taken of. Move-only; true in a condition while it holds
// memory.
//
// The first snapshot takes the same time whatever the size. A later one copies the pages that were stored to since the
// one before it, once for the original and once for each living snapshot that has not changed them itself. The pages
// that nobody changes are in memory once. After a snapshot the first access to each page is a fault again.
//
// The memory and its snapshots have to be readable and writable when it is frozen. What was locked, protected or
// advised before the first snapshot is not so any more after it.
//
// A child process of fork() shares the memory until the first snapshot, as it does that of mmap_flag::shared. From then
// on it has a copy, in which it sees what the parent freezes later; its own freeze() is refused.
//
//     freezable table{std::size_t{1} << 30};
//     const snapshot before = table.freeze();
//     table.as<int>()[7] = 1;                 // before.as<int>()[7] is still 0
class MMAPKIT_EXPORT freezable {
 public:
  freezable() noexcept = default;

  // `bytes`, more than 0. The memory comes page by page, when it is touched.
  // Throws: mmap_error, std::bad_alloc. Platforms: every.
  [[nodiscard]] explicit freezable(std::size_t bytes);

  freezable(freezable&& other) noexcept;
  freezable& operator=(freezable&& other) noexcept;

  // Snapshots keep what they need.
  ~freezable();

  [[nodiscard]] explicit operator bool() const noexcept { return of_ != nullptr; }
  [[nodiscard]] std::byte* data() noexcept;
  [[nodiscard]] const std::byte* data() const noexcept;
  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::span<std::byte> bytes() noexcept { return {data(), size()}; }
  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {data(), size()}; }

  // As many elements as fit: size() / sizeof(T).
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<T> as() noexcept { return {reinterpret_cast<T*>(data()), size() / sizeof(T)}; }
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<const T> as() const noexcept {
    return {reinterpret_cast<const T*>(data()), size() / sizeof(T)};
  }

  // What the memory holds now, for good. While this runs nobody may store to the memory or to one of its snapshots;
  // reading is allowed, but on Windows not that of the original.
  //
  // Throws: mmap_error, std::bad_alloc; operation_not_permitted in a child process of fork(). Then memory and snapshots
  // are as they were.
  // Platforms: every but macOS, whose shared memory has no private views (invalid_argument). Which pages were stored to
  // is asked of the system on Linux and Windows; elsewhere later snapshots compare all pages. Before Windows 10 1803
  // data() changes where another thread takes its addresses meanwhile.
  // Source: mmap() with MAP_PRIVATE, Linux mremap(2), PAGEMAP_SCAN; MapViewOfFile3 with MEM_REPLACE_PLACEHOLDER.
  [[nodiscard]] snapshot freeze();

  // Gives the memory back now. Does nothing where there is none.
  // Throws: mmap_error. Platforms: every.
  void unmap();
  void unmap(std::error_code& error) noexcept;

 private:
  detail::frozen_memory* of_ = nullptr;  // shared; counts its owners
};

}  // namespace mmapkit
