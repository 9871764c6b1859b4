#include <mmapkit/flags/mmap_options.hpp>
#include <mmapkit/mirrored_buffer.hpp>

#include <limits>
#include <utility>

#include "backend/files.hpp"
#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backend/ranges.hpp"
#include "backend/shared_memory.hpp"
#include "backend/system.hpp"
#include "checks/describe.hpp"

namespace mmapkit {

namespace {

// Addresses for both halves; the memory is mapped twice.
std::byte* reserve(std::size_t size, failure& why) noexcept {
  void* const range = backend::reserve_range(2 * size, 0, why.code);
  why.attribute_to(operation::mmap);
  return static_cast<std::byte*>(range);
}

// Maps the memory into both halves. Returns how many bytes of the range are still reserved: less than all where another
// thread took the addresses in between.
std::size_t map_both_halves(std::byte* range, std::size_t size, native_handle memory, failure& why) noexcept {
  backend::map_request half{.address = range,
                            .length = size,
                            .protection = protection_flag::read | protection_flag::write,
                            .flags = mmap_flag::shared,
                            .file = memory};
  for (std::size_t mapped_size = 0; mapped_size != 2 * size; mapped_size += size) {
    half.address = range + mapped_size;
    backend::map_view_at(half, why.code);
    if (why.attribute_to(operation::mmap)) return why.code == std::errc::file_exists ? mapped_size : 2 * size;
  }
  return 2 * size;
}

std::byte* map_mirrored(std::size_t size, failure& why) noexcept {
  auto* const range = reserve(size, why);
  if (range == nullptr) return nullptr;
  std::error_code ignored;
  auto kept = 2 * size;
  const auto memory = backend::memory_object(size, false, why.code);
  if (!why.attribute_to(operation::mmap)) {
    kept = map_both_halves(range, size, memory, why);
    backend::close_file(memory, ignored);
  }
  if (!why) return range;
  if (kept != 0) backend::release_range(range, kept, ignored);
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
    base = map_mirrored(size, why);
    if (why.code != std::errc::file_exists) break;
  }
  return base;
}

}  // namespace

mirrored_buffer::mirrored_buffer(std::size_t bytes) : size_{bytes} {
  failure why;
  base_ = make(size_, why);
  if (why) raise(why, describe({.size = bytes}, operation::mmap) + " twice");
}

mirrored_buffer::mirrored_buffer(std::size_t bytes, std::error_code& error) noexcept : size_{bytes} {
  failure why;
  base_ = make(size_, why);
  if (base_ == nullptr) size_ = 0;
  report(why, error);
}

mirrored_buffer::mirrored_buffer(mirrored_buffer&& other) noexcept
    : base_{std::exchange(other.base_, nullptr)}, size_{std::exchange(other.size_, 0)} {}

mirrored_buffer& mirrored_buffer::operator=(mirrored_buffer&& other) noexcept {
  if (this == &other) return *this;
  std::error_code ignored;
  unmap(ignored);
  base_ = std::exchange(other.base_, nullptr);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

mirrored_buffer::~mirrored_buffer() {
  std::error_code ignored;
  unmap(ignored);
}

void mirrored_buffer::unmap() {
  failure why;
  unmap(why.code);
  if (why.attribute_to(operation::munmap)) raise(why, describe(base_, size_));
}

void mirrored_buffer::unmap(std::error_code& error) noexcept {
  failure why;
  if (base_ != nullptr) backend::release_range(base_, 2 * size_, why.code);
  why.attribute_to(operation::munmap);
  report(why, error);
  if (why) return;
  base_ = nullptr;
  size_ = 0;
}

}  // namespace mmapkit
