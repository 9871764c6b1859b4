// An allocator for the containers of the standard library.
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

// What takes less shares pages with others.
inline constexpr std::size_t smallest_block = std::size_t{64} << 10;

}  // namespace detail

// Blocks of 64 KiB and more come from allocate, one by one, in huge pages where they fit; smaller ones from operator
// new. Throws: std::bad_alloc where memory cannot be had. Platforms: every. Source: C++20 [allocator.requirements].
//
//     std::vector<float, page_allocator<float>> weights(100'000'000);
template <class T>
class page_allocator {
 public:
  using value_type = T;

  constexpr page_allocator() noexcept = default;
  template <class U>
  constexpr page_allocator(const page_allocator<U>& /*other*/) noexcept {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] T* allocate(std::size_t count) {
    if (count > SIZE_MAX / sizeof(T)) throw std::bad_array_new_length();
    const auto bytes = count * sizeof(T);
    if (bytes < detail::smallest_block) return static_cast<T*>(::operator new (bytes, std::align_val_t{alignof(T)}));
    return static_cast<T*>(detail::take_pages(bytes, alignof(T)));
  }

  void deallocate(T* memory, std::size_t count) noexcept {
    const auto bytes = count * sizeof(T);
    if (bytes < detail::smallest_block)
      ::operator delete (memory, std::align_val_t{alignof(T)});
    else
      detail::return_pages(memory, bytes, alignof(T));
  }

  template <class U>
  friend constexpr bool operator==(const page_allocator& /*a*/, const page_allocator<U>& /*b*/) noexcept {
    return true;
  }
};

}  // namespace mmapkit
