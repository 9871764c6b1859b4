/// \file
/// A vector whose elements never move.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <system_error>
#include <type_traits>
#include <utility>

#include <mmapkit/detail/lifetime.hpp>
#include <mmapkit/flags/durability.hpp>
#include <mmapkit/flags/handle_view.hpp>
#include <mmapkit/flags/path_view.hpp>
#include <mmapkit/growable_memory.hpp>
#include <mmapkit/reservation.hpp>

namespace mmapkit {

/// Elements one after the other that grow up to a size that is reserved from the beginning, and never move: pointers,
/// iterators and spans stay valid until their element is removed. Move-only. Over a file: growable_file.
///
/// What asks for an element that is not there is a defect of the program: an assertion where NDEBUG is not defined.
///
/// \throws mmap_error not_enough_memory where the reservation is full, or memory is short. Nothing has changed then.
/// The forms with a std::error_code do not throw; a constructor leaves the object empty on failure.
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// growable<event> log{std::size_t{1} << 30};  // at most so many elements; their memory comes when they do
/// log.push_back(event{...});
/// \endcode
template <class T, class Memory = detail::growing_memory>
requires std::is_trivially_copyable_v<T>
class growable {
 public:
  /// What the elements are.
  using value_type = T;
  /// A pointer is an iterator here.
  using iterator = T*;
  using const_iterator = const T*;

  growable() noexcept = default;

  /// `most` is how many elements there can ever be, exactly; their addresses are rounded up to pages.
  explicit growable(std::size_t most, const reserve_options& options = {}) requires(!Memory::is_file)
      : memory_{most, sizeof(T), aligned(options)} {
    begin_elements();
  }
  growable(std::size_t most, const reserve_options& options, std::error_code& error) noexcept requires(!Memory::is_file)
      : memory_{most, sizeof(T), aligned(options), error} {
    begin_elements();
  }

  /// The elements that the file has, and more: see growable_file.
  growable(path_view path, std::size_t most, const typename Memory::options& options = {}) requires Memory::is_file
      : memory_{path, most, sizeof(T), options} {
    begin_elements();
  }
  growable(path_view path, std::size_t most, const typename Memory::options& options,
           std::error_code& error) noexcept requires Memory::is_file : memory_{path, most, sizeof(T), options, error} {
    begin_elements();
  }

  /// The same of a file that you opened, which is borrowed.
  growable(handle_view file, std::size_t most, const typename Memory::options& options = {}) requires Memory::is_file
      : memory_{file, most, sizeof(T), options} {
    begin_elements();
  }
  growable(handle_view file, std::size_t most, const typename Memory::options& options,
           std::error_code& error) noexcept requires Memory::is_file : memory_{file, most, sizeof(T), options, error} {
    begin_elements();
  }

  /// Takes over what the other holds, and leaves it empty.
  growable(growable&& other) noexcept
      : memory_{std::move(other.memory_)},
        end_{std::exchange(other.end_, nullptr)},
        limit_{std::exchange(other.limit_, nullptr)},
        touched_{std::exchange(other.touched_, 0)} {}
  growable& operator=(growable&& other) noexcept {
    if (this == &other) return *this;
    finish();
    memory_ = std::move(other.memory_);
    end_ = std::exchange(other.end_, nullptr);
    limit_ = std::exchange(other.limit_, nullptr);
    touched_ = std::exchange(other.touched_, 0);
    return *this;
  }
  ~growable() { finish(); }

  /// The first element; null where it holds nothing.
  [[nodiscard]] T* data() noexcept MMAPKIT_LIFETIMEBOUND { return reinterpret_cast<T*>(memory_.data()); }
  [[nodiscard]] const T* data() const noexcept MMAPKIT_LIFETIMEBOUND {
    return reinterpret_cast<const T*>(memory_.data());
  }
  /// How many elements.
  [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(end_ - data()); }
  /// Whether the size is 0.
  [[nodiscard]] bool empty() const noexcept { return end_ == data(); }

  /// How many elements there is memory for, and how many there can be.
  [[nodiscard]] std::size_t capacity() const noexcept { return static_cast<std::size_t>(limit_ - data()); }
  [[nodiscard]] std::size_t max_size() const noexcept { return memory_.most() / sizeof(T); }

  /// The element at the index, which is less than size().
  [[nodiscard]] T& operator[](std::size_t index) noexcept MMAPKIT_LIFETIMEBOUND {
    assert(index < size());
    return data()[index];
  }
  [[nodiscard]] const T& operator[](std::size_t index) const noexcept MMAPKIT_LIFETIMEBOUND {
    assert(index < size());
    return data()[index];
  }
  /// The first element; there is one.
  [[nodiscard]] T& front() noexcept MMAPKIT_LIFETIMEBOUND {
    assert(!empty());
    return data()[0];
  }
  [[nodiscard]] const T& front() const noexcept MMAPKIT_LIFETIMEBOUND {
    assert(!empty());
    return data()[0];
  }
  /// The last element; there is one.
  [[nodiscard]] T& back() noexcept MMAPKIT_LIFETIMEBOUND {
    assert(!empty());
    return end_[-1];
  }
  [[nodiscard]] const T& back() const noexcept MMAPKIT_LIFETIMEBOUND {
    assert(!empty());
    return end_[-1];
  }
  /// The first element.
  [[nodiscard]] iterator begin() noexcept MMAPKIT_LIFETIMEBOUND { return data(); }
  /// Behind the last element.
  [[nodiscard]] iterator end() noexcept MMAPKIT_LIFETIMEBOUND { return end_; }
  /// The first element.
  [[nodiscard]] const_iterator begin() const noexcept MMAPKIT_LIFETIMEBOUND { return data(); }
  /// Behind the last element.
  [[nodiscard]] const_iterator end() const noexcept MMAPKIT_LIFETIMEBOUND { return end_; }

  /// Adds an element at the end.
  void push_back(T value) {
    if (end_ == limit_) reserve(size() + 1);
    *end_++ = value;
  }
  void push_back(T value, std::error_code& error) noexcept {
    reserve(size() + 1, error);
    if (!error) *end_++ = value;
  }

  /// The span may be of these elements.
  void append(std::span<const T> values) {
    if (values.size() > capacity() - size()) reserve(checked_sum(values.size()));
    add(values);
  }
  void append(std::span<const T> values, std::error_code& error) noexcept {
    reserve(checked_sum(values.size()), error);
    if (!error) add(values);
  }

  /// Removes the last element; there is one.
  void pop_back() noexcept {
    assert(!empty());
    shorten(size() - 1);
  }
  /// Removes all elements; their memory stays.
  void clear() noexcept { shorten(0); }

  /// New elements are zeros in all their bytes.
  void resize(std::size_t size) {
    reserve(size);
    set_size(size);
  }
  void resize(std::size_t size, std::error_code& error) noexcept {
    reserve(size, error);
    if (!error) set_size(size);
  }

  /// Memory for so many elements.
  void reserve(std::size_t size) {
    if (size <= capacity()) return;
    memory_.provide(size, sizeof(T));
    limit_ = data() + with_memory();
  }
  void reserve(std::size_t size, std::error_code& error) noexcept {
    error.clear();
    if (size <= capacity()) return;
    memory_.provide(size, sizeof(T), error);
    limit_ = data() + with_memory();
  }

  /// Gives back the memory that no element needs.
  void shrink_to_fit() requires(!Memory::is_file) {
    memory_.give_back(size() * sizeof(T));
    note_shorter_memory();
  }
  void shrink_to_fit(std::error_code& error) noexcept requires(!Memory::is_file) {
    memory_.give_back(size() * sizeof(T), error);
    note_shorter_memory();
  }

  /// As msync of all elements, or as durable as the level says. Before close() the file is longer than its elements. A
  /// failure is told again at every later sync, as mapping::sync does.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  /// \par Example
  /// \code{.cpp}
  /// log.sync(durability::all);
  /// \endcode
  void sync(msync_flag flags = msync_flag::sync) requires Memory::is_file { memory_.sync(size() * sizeof(T), flags); }
  void sync(msync_flag flags, std::error_code& error) noexcept requires Memory::is_file {
    memory_.sync(size() * sizeof(T), flags, error);
  }
  void sync(durability level) requires Memory::is_file { memory_.sync(size() * sizeof(T), level); }
  void sync(durability level, std::error_code& error) noexcept requires Memory::is_file {
    memory_.sync(size() * sizeof(T), level, error);
  }

  /// Unmaps, and cuts the file to its elements; then nothing is held. What fails is not tried again.
  void close() requires Memory::is_file { memory_.close(end_elements()); }
  void close(std::error_code& error) noexcept requires Memory::is_file { memory_.close(end_elements(), error); }

 private:
  void begin_elements() noexcept {
    end_ = data();
    if constexpr (Memory::is_file) end_ += memory_.used() / sizeof(T);
    limit_ = data() + with_memory();
  }

  // How many bytes there were.
  std::size_t end_elements() noexcept {
    const auto bytes = size() * sizeof(T);
    end_ = limit_ = nullptr;
    touched_ = 0;
    return bytes;
  }

  [[nodiscard]] std::size_t with_memory() const noexcept {
    const auto bytes = memory_.committed() < memory_.most() ? memory_.committed() : memory_.most();
    return bytes / sizeof(T);
  }

  void finish() noexcept {
    if constexpr (Memory::is_file) memory_.finish(size() * sizeof(T));
  }

  static reserve_options aligned(reserve_options options) noexcept {
    auto& alignment = options.place.alignment;
    if (options.place.address == nullptr && alignment < alignof(T)) alignment = alignof(T);
    return options;
  }

  [[nodiscard]] std::size_t checked_sum(std::size_t more) const noexcept {
    return more > SIZE_MAX - size() ? SIZE_MAX : size() + more;
  }

  void add(std::span<const T> values) noexcept {
    if (!values.empty()) std::memcpy(static_cast<void*>(end_), values.data(), values.size_bytes());
    end_ += values.size();
  }

  void shorten(std::size_t size) noexcept {
    if (touched_ < this->size()) touched_ = this->size();
    end_ = data() + size;
  }

  // There is memory for them.
  void set_size(std::size_t size) noexcept {
    const auto old_size = this->size();
    if (size <= old_size) return shorten(size);
    if (const auto used = size < touched_ ? size : touched_; used > old_size)
      std::memset(static_cast<void*>(end_), 0, (used - old_size) * sizeof(T));
    end_ = data() + size;
  }

  void note_shorter_memory() noexcept {
    limit_ = data() + with_memory();
    if (touched_ > capacity()) touched_ = capacity() + 1;  // the last page may have the beginning of one that went
  }

  // Pointers, for an element that is a number may be stored to without their being read again.
  Memory memory_;
  T* end_ = nullptr;         // of the elements
  T* limit_ = nullptr;       // of the memory
  std::size_t touched_ = 0;  // elements beyond, and beyond size(), have never been anything but zeros
};

}  // namespace mmapkit
