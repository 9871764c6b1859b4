#include <mmapkit/mirrored_buffer.hpp>

#include <limits>
#include <utility>

#include "core.hpp"
#include "pages.hpp"

namespace mmapkit {

namespace {

// Addresses for twice as much; memory is the dearer of the two.
std::byte* reserve(std::size_t size, failure& why) noexcept {
  void* const room = backend::reserve_room(2 * size, 0, why.code);
  why.failed(operation::mmap);
  return static_cast<std::byte*>(room);
}

// How much of the room is still there for the memory: all of it without a failure.
std::size_t show_twice(std::byte* room, std::size_t size, native_handle memory, failure& why) noexcept {
  backend::map_request half{.address = room,
                            .length = size,
                            .protection = protection_flag::read | protection_flag::write,
                            .flags = mmap_flag::shared,
                            .file = memory};
  for (std::size_t shown = 0; shown != 2 * size; shown += size) {
    half.address = room + shown;
    backend::show(half, why.code);
    if (why.failed(operation::mmap)) return why.code == std::errc::file_exists ? shown : 2 * size;
  }
  return 2 * size;
}

std::byte* map_twice(std::size_t size, failure& why) noexcept {
  auto* const room = reserve(size, why);
  if (room == nullptr) return nullptr;
  std::error_code unseen;
  auto kept = 2 * size;
  const auto memory = backend::memory_object(size, false, why.code);
  if (!why.failed(operation::mmap)) {
    kept = show_twice(room, size, memory, why);
    backend::close_file(memory, unseen);
  }
  if (!why) return room;
  if (kept != 0) backend::release_room(room, kept, unseen);
  return nullptr;
}

std::byte* make(std::size_t& size, failure& why) noexcept {
  const auto unit = backend::granularity();
  if (size == 0) refuse(why, operation::mmap, std::errc::invalid_argument, "the size is 0");
  if (size > std::numeric_limits<std::size_t>::max() / 2 - unit)
    refuse(why, operation::mmap, std::errc::not_enough_memory, "twice {m} bytes do not fit the address space", size);
  if (why) return nullptr;
  size = round_up(size, unit);
  constexpr int attempts = 100;
  std::byte* base = nullptr;
  for (int i = 0; i < attempts && base == nullptr; ++i) {
    why = {};
    base = map_twice(size, why);
    if (why.code != std::errc::file_exists) break;
  }
  return base;
}

}  // namespace

mirrored_buffer::mirrored_buffer(std::size_t bytes) : size_{bytes} {
  failure why;
  base_ = make(size_, why);
  if (why) raise(why, core::describe({.size = bytes}, operation::mmap) + " twice");
}

mirrored_buffer::mirrored_buffer(std::size_t bytes, std::error_code& error) noexcept : size_{bytes} {
  failure why;
  base_ = make(size_, why);
  if (base_ == nullptr) size_ = 0;
  core::report(why, error);
}

mirrored_buffer::mirrored_buffer(mirrored_buffer&& other) noexcept
    : base_{std::exchange(other.base_, nullptr)}, size_{std::exchange(other.size_, 0)} {}

mirrored_buffer& mirrored_buffer::operator=(mirrored_buffer&& other) noexcept {
  if (this == &other) return *this;
  std::error_code unseen;
  unmap(unseen);
  base_ = std::exchange(other.base_, nullptr);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

mirrored_buffer::~mirrored_buffer() {
  std::error_code unseen;
  unmap(unseen);
}

void mirrored_buffer::unmap() {
  failure why;
  unmap(why.code);
  if (why.failed(operation::munmap)) raise(why, core::describe(base_, size_));
}

void mirrored_buffer::unmap(std::error_code& error) noexcept {
  error.clear();
  if (base_ == nullptr) return;
  backend::release_room(base_, 2 * size_, error);
  if (error) return;
  base_ = nullptr;
  size_ = 0;
}

}  // namespace mmapkit
