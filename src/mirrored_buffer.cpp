#include <mmapkit/mirrored_buffer.hpp>

#include <limits>
#include <utility>

#include "core.hpp"
#include "nameless.hpp"
#include "offered.hpp"
#include "pages.hpp"

namespace mmapkit {

namespace {

constexpr auto what = operation::mmap;

void* reserve(std::size_t size, failure& why) noexcept {
  void* const room = backend::map(
      {.length = size, .flags = mmap_flag::private_ | mmap_flag::anonymous, .allocation = backend::reserving()},
      why.code);
  why.failed(what);
  return room;
}

bool find_room(std::size_t size, failure& why) noexcept {
  void* const room = reserve(size, why);
  if (room == nullptr) return false;
  backend::unmap(room, size, why.code);
  return !why.failed(operation::munmap);
}

// The memory's two places, one behind the other; null, and why, where another thread was faster.
std::byte* map_twice(native_handle memory, std::size_t size, failure& why) noexcept {
  auto* const base = static_cast<std::byte*>(reserve(2 * size, why));
  if (base == nullptr) return nullptr;
  const bool replaces = is_offered(mmap_flag::fixed);
  if (!replaces) backend::unmap(base, 2 * size, why.code);
  if (why.failed(operation::munmap)) return nullptr;
  backend::map_request half{.address = base,
                            .length = size,
                            .protection = protection_flag::read | protection_flag::write,
                            .flags = mmap_flag::shared | (replaces ? mmap_flag::fixed : mmap_flag::no_replace),
                            .file = memory};
  std::error_code unseen;
  if (backend::map(half, why.code) != nullptr) {
    half.address = base + size;
    if (backend::map(half, why.code) != nullptr) return base;
    if (!replaces) backend::unmap(base, size, unseen);
  }
  if (replaces) backend::unmap(base, 2 * size, unseen);
  why.failed(what);
  return nullptr;
}

std::byte* make(std::size_t& size, failure& why) noexcept {
  const auto unit = backend::granularity();
  if (size == 0) refuse(why, what, std::errc::invalid_argument, "the size is 0");
  if (size > std::numeric_limits<std::size_t>::max() / 2 - unit)
    refuse(why, what, std::errc::not_enough_memory, "twice {m} bytes do not fit the address space", size);
  if (why) return nullptr;
  size = round_up(size, unit);
  if (!find_room(2 * size, why)) return nullptr;  // memory is the dearer of the two
  const auto memory = make_nameless(size, why);
  if (why) return nullptr;
  std::byte* base = nullptr;
  constexpr int attempts = 100;
  for (int i = 0; i < attempts && base == nullptr; ++i) {
    why = {};
    base = map_twice(memory, size, why);
    if (base == nullptr && why.code != std::errc::file_exists) break;
  }
  std::error_code unseen;
  backend::close_file(memory, unseen);
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
  backend::unmap(base_, size_, error);
  if (!error) backend::unmap(base_ + size_, size_, error);
  if (error) return;
  base_ = nullptr;
  size_ = 0;
}

}  // namespace mmapkit
