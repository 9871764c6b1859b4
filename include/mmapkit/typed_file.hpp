// A file of structs.
#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <type_traits>

#include <mmapkit/mapping.hpp>
#include <mmapkit/path_view.hpp>

namespace mmapkit {

namespace detail {

// Makes a file of so many zeroed elements of that size.
MMAPKIT_EXPORT mapping create_elements(path_view path, std::size_t count, std::size_t element, open_flag open);

}  // namespace detail

// Owns a mapping of a file that is elements of T, one after the other, from its first byte to its last. Stores go to
// the file. Move-only; true in a condition while it maps. A file whose number of elements changes is a growable_file.
//
//     struct point { double x, y; };
//     {
//       auto points = typed_file<point>::create("points.bin", 1000);
//       points[0] = {1, 2};
//     }
//     const auto again = typed_file<point>::open("points.bin");   // again.size() is 1000, again[0].y is 2
template <class T>
requires std::is_trivially_copyable_v<T>
class typed_file {
 public:
  using value_type = T;

  static constexpr open_flag new_file = open_flag::read | open_flag::write | open_flag::create | open_flag::truncate;

  typed_file() noexcept = default;

  // A file of `count` elements that are zeros in all their bytes, its blocks allocated. An older file of that name is
  // emptied first, unless `open` has ensure_create instead of truncate.
  //
  // Throws: mmap_error as mmap; file_exists with ensure_create; invalid_argument for flags with neither of the two, or
  // more elements than fit the address space. Platforms: every.
  [[nodiscard]] static typed_file create(path_view path, std::size_t count, open_flag open = new_file) {
    typed_file made;
    made.memory_ = detail::create_elements(path, count, sizeof(T), open);
    return made;
  }

  // A file of these elements. Throws: as create. Platforms: every.
  [[nodiscard]] static typed_file create(path_view path, std::span<const T> elements, open_flag open = new_file) {
    auto made = create(path, elements.size(), open);
    if (!elements.empty()) std::memcpy(made.data(), elements.data(), elements.size_bytes());
    return made;
  }

  // All elements of a file. With protection_flag::write they may be stored to.
  //
  // Throws: mmap_error as mmap; invalid_argument for a file that is not a whole number of elements. Platforms: every.
  //
  //     auto points = typed_file<point>::open("points.bin", protection_flag::read | protection_flag::write);
  [[nodiscard]] static typed_file open(path_view path, protection_flag protection = protection_flag::read) {
    const bool writes = has(protection, protection_flag::write);
    typed_file made;
    made.memory_ = mapping{path,
                           {.open = writes ? open_flag::read | open_flag::write : open_flag::read,
                            .protection = protection,
                            .mmap = mmap_flag::shared}};
    static_cast<void>(made.memory_.template as<T>());  // whether they are whole
    return made;
  }

  [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(memory_); }

  // Where the file was opened for reading alone a store is a fault.
  [[nodiscard]] T* data() noexcept { return reinterpret_cast<T*>(memory_.data()); }
  [[nodiscard]] const T* data() const noexcept { return reinterpret_cast<const T*>(memory_.data()); }
  [[nodiscard]] std::size_t size() const noexcept { return memory_.size() / sizeof(T); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  [[nodiscard]] T& operator[](std::size_t index) noexcept { return data()[index]; }
  [[nodiscard]] const T& operator[](std::size_t index) const noexcept { return data()[index]; }
  [[nodiscard]] T* begin() noexcept { return data(); }
  [[nodiscard]] T* end() noexcept { return data() + size(); }
  [[nodiscard]] const T* begin() const noexcept { return data(); }
  [[nodiscard]] const T* end() const noexcept { return data() + size(); }

  // The mapping: for protection, advice and locks.
  [[nodiscard]] mapping& memory() noexcept { return memory_; }

  // As msync: what was stored is on the device. Throws: mmap_error. Platforms: every.
  void sync(msync_flag flags = msync_flag::sync) { memory_.sync(flags); }

  // As mapping::sync: as durable as the level says; a failure is told again at every later sync.
  // Throws: mmap_error. Platforms: every.
  //
  //     records.sync(durability::all);
  void sync(durability level) { memory_.sync(level); }

  // Syncs, then gives the memory back. Throws: mmap_error; then it still maps. Platforms: every.
  void close() {
    if (has(memory_.protection(), protection_flag::write)) sync();
    memory_.unmap();
  }

 private:
  mapping memory_;
};

}  // namespace mmapkit
