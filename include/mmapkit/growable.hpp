// A vector whose elements never move.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>
#include <utility>

#include <mmapkit/durability.hpp>
#include <mmapkit/path_view.hpp>
#include <mmapkit/reservation.hpp>

namespace mmapkit {

namespace detail {

// Memory that grows from the beginning of its addresses.
class MMAPKIT_EXPORT growing_memory {
 public:
  static constexpr bool is_file = false;
  using options = reserve_options;

  growing_memory() noexcept = default;
  growing_memory(std::size_t most, const reserve_options& how) : most_{most} {
    if (most != 0) room_ = reservation{most, how};
  }
  growing_memory(growing_memory&& other) noexcept
      : room_{std::move(other.room_)},
        most_{std::exchange(other.most_, 0)},
        committed_{std::exchange(other.committed_, 0)} {}
  growing_memory& operator=(growing_memory&& other) noexcept {
    room_ = std::move(other.room_);
    most_ = std::exchange(other.most_, 0);
    committed_ = std::exchange(other.committed_, 0);
    return *this;
  }
  ~growing_memory() = default;

  [[nodiscard]] std::byte* data() noexcept { return room_.data(); }
  [[nodiscard]] const std::byte* data() const noexcept { return room_.data(); }
  [[nodiscard]] std::size_t most() const noexcept { return most_; }
  [[nodiscard]] std::size_t committed() const noexcept { return committed_; }

  // At least so many bytes, and more where memory is plenty. Throws: mmap_error; then all is as it was.
  void provide(std::size_t bytes);

  // What is beyond so many bytes goes back, but for the rest of the last page.
  void give_back(std::size_t bytes);

 private:
  reservation room_;
  std::size_t most_ = 0;       // bytes of elements
  std::size_t committed_ = 0;  // bytes that have memory
};

// Throws: there is no room.
[[noreturn]] MMAPKIT_EXPORT void refuse_growth(std::size_t bytes, std::size_t most);

// How many elements; throws where they do not fit the address space.
MMAPKIT_EXPORT std::size_t bytes_for(std::size_t count, std::size_t element_size);

}  // namespace detail

// Elements one after the other that grow up to a size that is reserved from the beginning, and never move: pointers,
// iterators and spans stay valid until their element is removed. Move-only. Over a file: growable_file.
//
// Throws: mmap_error; not_enough_memory where the reservation is full, or memory is short. Nothing has changed then.
// Platforms: every.
//
//     growable<event> log{std::size_t{1} << 30};  // at most so many elements; their memory comes when they do
//     log.push_back(event{...});
template <class T, class Memory = detail::growing_memory>
requires std::is_trivially_copyable_v<T>
class growable {
 public:
  using value_type = T;
  using iterator = T*;
  using const_iterator = const T*;

  growable() noexcept = default;

  // `most` is how many elements there can ever be, exactly; their addresses are rounded up to pages.
  explicit growable(std::size_t most, const reserve_options& options = {}) requires(!Memory::is_file)
      : memory_{detail::bytes_for(most, sizeof(T)), aligned(options)}, end_{data()}, limit_{data()} {}

  // The elements that the file has, and more: see growable_file.
  growable(path_view path, std::size_t most, const typename Memory::options& options = {}) requires Memory::is_file
      : memory_{path, detail::bytes_for(most, sizeof(T)), sizeof(T), options},
        end_{data() + memory_.used() / sizeof(T)},
        limit_{data() + with_memory()} {}

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

  [[nodiscard]] T* data() noexcept { return reinterpret_cast<T*>(memory_.data()); }
  [[nodiscard]] const T* data() const noexcept { return reinterpret_cast<const T*>(memory_.data()); }
  [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(end_ - data()); }
  [[nodiscard]] bool empty() const noexcept { return end_ == data(); }

  // Elements: with memory, and at most.
  [[nodiscard]] std::size_t capacity() const noexcept { return static_cast<std::size_t>(limit_ - data()); }
  [[nodiscard]] std::size_t max_size() const noexcept { return memory_.most() / sizeof(T); }

  [[nodiscard]] T& operator[](std::size_t index) noexcept { return data()[index]; }
  [[nodiscard]] const T& operator[](std::size_t index) const noexcept { return data()[index]; }
  [[nodiscard]] T& front() noexcept { return data()[0]; }
  [[nodiscard]] const T& front() const noexcept { return data()[0]; }
  [[nodiscard]] T& back() noexcept { return end_[-1]; }
  [[nodiscard]] const T& back() const noexcept { return end_[-1]; }
  [[nodiscard]] iterator begin() noexcept { return data(); }
  [[nodiscard]] iterator end() noexcept { return end_; }
  [[nodiscard]] const_iterator begin() const noexcept { return data(); }
  [[nodiscard]] const_iterator end() const noexcept { return end_; }

  void push_back(T value) {
    if (end_ == limit_) reserve(size() + 1);
    *end_++ = value;
  }

  // The span may be of these elements.
  void append(std::span<const T> values) {
    if (values.empty()) return;
    if (values.size() > capacity() - size()) reserve(checked_sum(values.size()));
    std::memcpy(end_, values.data(), values.size_bytes());
    end_ += values.size();
  }

  void pop_back() noexcept { shorten(size() - 1); }
  void clear() noexcept { shorten(0); }

  // New elements are zeros in all their bytes.
  void resize(std::size_t size) {
    const auto old_size = this->size();
    if (size <= old_size) return shorten(size);
    reserve(size);
    if (const auto used = size < touched_ ? size : touched_; used > old_size)
      std::memset(static_cast<void*>(end_), 0, (used - old_size) * sizeof(T));
    end_ = data() + size;
  }

  // Memory for so many elements.
  void reserve(std::size_t size) {
    if (size <= capacity()) return;
    memory_.provide(detail::bytes_for(size, sizeof(T)));
    limit_ = data() + with_memory();
  }

  // Gives back the memory that no element needs.
  void shrink_to_fit() requires(!Memory::is_file) {
    memory_.give_back(size() * sizeof(T));
    limit_ = data() + with_memory();
    if (touched_ > capacity()) touched_ = capacity() + 1;  // the last page may have the beginning of one that went
  }

  // As msync of all elements, or as durable as the level says. The file has its full length after close() alone.
  // A failure is told again at every later sync, as mapping::sync does.
  // Throws: mmap_error. Platforms: every.
  //
  //     log.sync(durability::all);
  void sync(msync_flag flags = msync_flag::sync) requires Memory::is_file { memory_.sync(size() * sizeof(T), flags); }
  void sync(durability level) requires Memory::is_file { memory_.sync(size() * sizeof(T), level); }

  // Unmaps, and cuts the file to its elements; then nothing is held. What fails is not tried again.
  void close() requires Memory::is_file {
    const auto bytes = size() * sizeof(T);
    end_ = limit_ = nullptr;
    touched_ = 0;
    memory_.close(bytes);
  }

 private:
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

  void shorten(std::size_t size) noexcept {
    if (touched_ < this->size()) touched_ = this->size();
    end_ = data() + size;
  }

  // Pointers, for an element that is a number may be stored to without their being read again.
  Memory memory_;
  T* end_ = nullptr;         // of the elements
  T* limit_ = nullptr;       // of the memory
  std::size_t touched_ = 0;  // elements beyond, and beyond size(), have never been anything but zeros
};

}  // namespace mmapkit
