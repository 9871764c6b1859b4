/// \file
/// An allocator for the containers of the standard library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>

#include <mmapkit/allocation.hpp>
#include <mmapkit/export.hpp>

namespace mmapkit {

namespace detail {

// Throws: std::bad_alloc.
MMAPKIT_EXPORT void* take_pages(std::size_t bytes, std::size_t alignment, const allocate_options& options = {});
MMAPKIT_EXPORT void return_pages(void* memory, std::size_t bytes, std::size_t alignment,
                                 const allocate_options& options = {}) noexcept;

// Throws std::bad_array_new_length.
[[noreturn]] MMAPKIT_EXPORT void refuse_count();

// What takes less shares pages with others.
inline constexpr std::size_t smallest_block = std::size_t{64} << 10;

}  // namespace detail

/// Blocks of 64 KiB and more come from allocate, one by one, in huge pages where they fit; smaller ones from operator
/// new.
///
/// \throws std::bad_alloc where memory cannot be had.
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// std::vector<float, page_allocator<float>> weights(100'000'000);
/// \endcode
/// \sa C++20 [allocator.requirements]
template <class T>
class page_allocator {
 public:
  /// What the elements are.
  using value_type = T;

  constexpr page_allocator() noexcept = default;
  /// All of them are the same allocator.
  template <class U>
  constexpr page_allocator(const page_allocator<U>& /*other*/) noexcept {}  // NOLINT(google-explicit-constructor)

  /// Memory for `count` elements.
  /// \throws std::bad_alloc
  [[nodiscard]] T* allocate(std::size_t count) {
    if (count > SIZE_MAX / sizeof(T)) detail::refuse_count();
    const auto bytes = count * sizeof(T);
    if (bytes < detail::smallest_block) return static_cast<T*>(::operator new (bytes, std::align_val_t{alignof(T)}));
    return static_cast<T*>(detail::take_pages(bytes, alignof(T)));
  }

  /// Gives back what allocate returned for the same count.
  void deallocate(T* memory, std::size_t count) noexcept {
    const auto bytes = count * sizeof(T);
    if (bytes < detail::smallest_block)
      ::operator delete (memory, std::align_val_t{alignof(T)});
    else
      detail::return_pages(memory, bytes, alignof(T));
  }

  /// Always: each gives back what another took.
  template <class U>
  friend constexpr bool operator==(const page_allocator& /*a*/, const page_allocator<U>& /*b*/) noexcept {
    return true;
  }
};

}  // namespace mmapkit
