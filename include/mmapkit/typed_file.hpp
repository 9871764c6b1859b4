/// \file
/// A file of structs.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstring>
#include <span>
#include <system_error>
#include <type_traits>
#include <utility>

#include <mmapkit/byte_views.hpp>
#include <mmapkit/flags/handle_view.hpp>
#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/path_view.hpp>
#include <mmapkit/mapping.hpp>

namespace mmapkit {

namespace detail {

// Makes a file of so many zeroed elements of that size.
MMAPKIT_EXPORT mapping create_elements(path_view path, std::size_t count, std::size_t element, open_flag open,
                                       unsigned mode);
MMAPKIT_EXPORT mapping create_elements(path_view path, std::size_t count, std::size_t element, open_flag open,
                                       unsigned mode, std::error_code& error) noexcept;
MMAPKIT_EXPORT mapping create_elements(native_handle file, std::size_t count, std::size_t element);
MMAPKIT_EXPORT mapping create_elements(native_handle file, std::size_t count, std::size_t element,
                                       std::error_code& error) noexcept;

// Maps all of a file of elements.
MMAPKIT_EXPORT mapping open_elements(path_view path, protection_flag protection, element_layout element);
MMAPKIT_EXPORT mapping open_elements(path_view path, protection_flag protection, element_layout element,
                                     std::error_code& error) noexcept;
MMAPKIT_EXPORT mapping open_elements(native_handle file, protection_flag protection, element_layout element);
MMAPKIT_EXPORT mapping open_elements(native_handle file, protection_flag protection, element_layout element,
                                     std::error_code& error) noexcept;

}  // namespace detail

/// Owns a mapping of a file that is elements of T, one after the other, from its first byte to its last. Stores go to
/// the file. Move-only; true in a condition while it maps. A file whose number of elements changes is a growable_file.
/// The forms with a std::error_code do not throw, and return an empty one on failure.
///
/// \par Example
/// \code{.cpp}
/// struct point { double x, y; };
/// {
///   auto points = typed_file<point>::create("points.bin", 1000);
///   points[0] = {1, 2};
/// }
/// const auto again = typed_file<point>::open("points.bin");   // again.size() is 1000, again[0].y is 2
/// \endcode
template <class T>
requires std::is_trivially_copyable_v<T>
class typed_file {
 public:
  /// What the elements are.
  using value_type = T;

  /// How create opens a file: it is made, or emptied.
  static constexpr open_flag new_file = open_flag::read | open_flag::write | open_flag::create | open_flag::truncate;

  typed_file() noexcept = default;

  /// A file of `count` elements that are zeros in all their bytes, its blocks allocated. An older file of that name is
  /// emptied, unless `open` has ensure_create instead of truncate: not for a size that cannot be had, as mmap says.
  /// `mode` are the permissions of a new file, as mmap_options::mode.
  ///
  /// \throws mmap_error as mmap; file_exists with ensure_create; invalid_argument for flags with neither of the two, or
  /// more elements than fit the address space.
  /// \par Platforms
  /// Every.
  [[nodiscard]] static typed_file create(path_view path, std::size_t count, open_flag open = new_file,
                                         unsigned mode = default_file_mode) {
    return typed_file{detail::create_elements(path, count, sizeof(T), open, mode)};
  }
  [[nodiscard]] static typed_file create(path_view path, std::size_t count, open_flag open, unsigned mode,
                                         std::error_code& error) noexcept {
    return typed_file{detail::create_elements(path, count, sizeof(T), open, mode, error)};
  }

  /// The same in a file that you opened for reading and writing. It is borrowed, as by mmap, and has to be empty.
  ///
  /// \throws mmap_error as mmap; file_exists for a file that has a byte.
  /// \par Platforms
  /// Every.
  [[nodiscard]] static typed_file create(handle_view file, std::size_t count) {
    return typed_file{detail::create_elements(file.get(), count, sizeof(T))};
  }
  [[nodiscard]] static typed_file create(handle_view file, std::size_t count, std::error_code& error) noexcept {
    return typed_file{detail::create_elements(file.get(), count, sizeof(T), error)};
  }

  /// A file of these elements.
  ///
  /// \throws mmap_error as create.
  /// \par Platforms
  /// Every.
  [[nodiscard]] static typed_file create(path_view path, std::span<const T> elements, open_flag open = new_file,
                                         unsigned mode = default_file_mode) {
    return filled(create(path, elements.size(), open, mode), elements);
  }
  [[nodiscard]] static typed_file create(path_view path, std::span<const T> elements, open_flag open, unsigned mode,
                                         std::error_code& error) noexcept {
    return filled(create(path, elements.size(), open, mode, error), elements);
  }
  [[nodiscard]] static typed_file create(handle_view file, std::span<const T> elements) {
    return filled(create(file, elements.size()), elements);
  }
  [[nodiscard]] static typed_file create(handle_view file, std::span<const T> elements,
                                         std::error_code& error) noexcept {
    return filled(create(file, elements.size(), error), elements);
  }

  /// All elements of a file. With protection_flag::write they may be stored to. To read them alone the file is mapped
  /// privately where its file system has no shared mappings (FUSE with direct_io, 9p without a cache): what others
  /// write may not be seen there.
  ///
  /// \throws mmap_error as mmap; invalid_argument for a file that is not a whole number of elements.
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// auto points = typed_file<point>::open("points.bin", protection_flag::write);  // for reading too
  /// \endcode
  [[nodiscard]] static typed_file open(path_view path, protection_flag protection = protection_flag::read) {
    return typed_file{detail::open_elements(path, protection, detail::layout_of<T>)};
  }
  [[nodiscard]] static typed_file open(path_view path, protection_flag protection, std::error_code& error) noexcept {
    return typed_file{detail::open_elements(path, protection, detail::layout_of<T>, error)};
  }

  /// All elements of a file that you opened. It is borrowed, as by mmap.
  [[nodiscard]] static typed_file open(handle_view file, protection_flag protection = protection_flag::read) {
    return typed_file{detail::open_elements(file.get(), protection, detail::layout_of<T>)};
  }
  [[nodiscard]] static typed_file open(handle_view file, protection_flag protection, std::error_code& error) noexcept {
    return typed_file{detail::open_elements(file.get(), protection, detail::layout_of<T>, error)};
  }

  /// Whether it holds anything.
  [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(memory_); }

  /// The first element. It is not const, whatever the file was opened for: a store to one that was opened for reading
  /// alone ends the process. writable_elements() is checked.
  [[nodiscard]] T* data() noexcept MMAPKIT_LIFETIMEBOUND { return reinterpret_cast<T*>(memory_.data()); }
  [[nodiscard]] const T* data() const noexcept MMAPKIT_LIFETIMEBOUND {
    return reinterpret_cast<const T*>(memory_.data());
  }
  /// How many elements.
  [[nodiscard]] std::size_t size() const noexcept { return memory_.size() / sizeof(T); }
  /// Whether the size is 0.
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  /// The element at the index, which is less than size(): an assertion where NDEBUG is not defined.
  [[nodiscard]] T& operator[](std::size_t index) noexcept MMAPKIT_LIFETIMEBOUND {
    assert(index < size());
    return data()[index];
  }
  [[nodiscard]] const T& operator[](std::size_t index) const noexcept MMAPKIT_LIFETIMEBOUND {
    assert(index < size());
    return data()[index];
  }
  /// The first element.
  [[nodiscard]] T* begin() noexcept MMAPKIT_LIFETIMEBOUND { return data(); }
  /// Behind the last element.
  [[nodiscard]] T* end() noexcept MMAPKIT_LIFETIMEBOUND { return data() + size(); }
  /// The first element.
  [[nodiscard]] const T* begin() const noexcept MMAPKIT_LIFETIMEBOUND { return data(); }
  /// Behind the last element.
  [[nodiscard]] const T* end() const noexcept MMAPKIT_LIFETIMEBOUND { return data() + size(); }

  /// All elements, to be stored to.
  /// \throws mmap_error permission_denied, unless the file was opened for writing.
  [[nodiscard]] std::span<T> writable_elements() & MMAPKIT_LIFETIMEBOUND { return memory_.template as_writable<T>(); }
  void writable_elements() const&& = delete;  // a view of a temporary: give the owner a name

  /// What the memory may be used for now.
  [[nodiscard]] protection_flag protection() const noexcept { return memory_.protection(); }

  /// The mapping beneath: for its bytes, protection, advice and locks.
  [[nodiscard]] mmapkit::mapping& mapping() & noexcept MMAPKIT_LIFETIMEBOUND { return memory_; }
  [[nodiscard]] const mmapkit::mapping& mapping() const& noexcept MMAPKIT_LIFETIMEBOUND { return memory_; }
  void mapping() const&& = delete;  // of a temporary: give the owner a name

  /// As msync: what was stored is on the device.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  void sync(msync_flag flags = msync_flag::sync) { memory_.sync(flags); }
  void sync(msync_flag flags, std::error_code& error) noexcept { memory_.sync(flags, error); }

  /// As mapping::sync: as durable as the level says; a failure is told again at every later sync.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// records.sync(durability::all);
  /// \endcode
  void sync(durability level) { memory_.sync(level); }
  void sync(durability level, std::error_code& error) noexcept { memory_.sync(level, error); }

  /// Gives the memory back now, without a sync. Does nothing where there is none.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  void unmap() { memory_.unmap(); }
  void unmap(std::error_code& error) noexcept { memory_.unmap(error); }

 private:
  // Its elements have been checked.
  explicit typed_file(mmapkit::mapping&& memory) noexcept : memory_{std::move(memory)} {}

  static typed_file filled(typed_file made, std::span<const T> elements) noexcept {
    if (!made.empty()) std::memcpy(made.data(), elements.data(), elements.size_bytes());
    return made;
  }

  mmapkit::mapping memory_;
};

}  // namespace mmapkit
