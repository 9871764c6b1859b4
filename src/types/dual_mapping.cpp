#include <mmapkit/dual_mapping.hpp>
#include <mmapkit/flags/mmap_options.hpp>

#include <algorithm>
#include <limits>
#include <utility>

#include "backend/files.hpp"
#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backend/shared_memory.hpp"
#include "backend/system.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"
#include "part.hpp"

namespace mmapkit {

namespace {

struct code_views {
  void* writable = nullptr;
  void* runnable = nullptr;
};

// One mapping for writing and running, on systems that require it (macOS, MAP_JIT).
code_views map_once(std::size_t size, failure& why) noexcept {
  void* const memory =
      backend::map({.length = size,
                    .protection = protection_flag::read | protection_flag::write | protection_flag::exec,
                    .flags = mmap_flag::private_ | mmap_flag::anonymous | mmap_flag::jit},
                   why.code);
  why.attribute_to(operation::mmap);
  return {memory, memory};
}

void* map_view(native_handle memory, std::size_t size, protection_flag protection, failure& why) noexcept {
  if (why) return nullptr;
  void* const view =
      backend::map({.length = size, .protection = protection, .flags = mmap_flag::shared, .file = memory}, why.code);
  why.attribute_to(operation::mmap);
  return view;
}

code_views map_twice(std::size_t size, failure& why) noexcept {
  const auto memory = backend::memory_object(size, true, why.code);
  if (why.attribute_to(operation::mmap)) return {};
  std::error_code ignored;
  code_views made;
  made.writable = map_view(memory, size, protection_flag::read | protection_flag::write, why);
  made.runnable = map_view(memory, size, protection_flag::read | protection_flag::exec, why);
  backend::close_file(memory, ignored);
  if (why && made.writable != nullptr) backend::unmap(made.writable, size, ignored);
  return made;
}

code_views make_views(std::size_t& size, failure& why) noexcept {
  const auto unit = backend::granularity();
  if (size == 0) refuse(why, operation::mmap, std::errc::invalid_argument, "the size is 0");
  if (size > std::numeric_limits<std::size_t>::max() - unit)
    refuse(why, operation::mmap, std::errc::not_enough_memory, "{m} bytes do not fit the address space", size);
  if (why) return {};
  size = round_up(size, unit);
  return backend::needs_jit_mapping() ? map_once(size, why) : map_twice(size, why);
}

failure check_range(std::size_t size, std::size_t offset, std::size_t length) noexcept {
  if (lies_within(size, offset, length)) return {};
  return refuse(operation::mprotect, std::errc::invalid_argument,
                "{m} bytes at offset {n} do not lie within the memory", length, offset);
}

// Of this thread: editing objects may be nested.
thread_local int open_edits = 0;

}  // namespace

dual_mapping::dual_mapping(std::size_t bytes) : size_{bytes} {
  failure why;
  const auto made = make_views(size_, why);
  if (why) raise(why, describe({.size = bytes}, operation::mmap) + " for code");
  writable_ = static_cast<std::byte*>(made.writable);
  runnable_ = static_cast<const std::byte*>(made.runnable);
}

dual_mapping::dual_mapping(std::size_t bytes, std::error_code& error) noexcept : size_{bytes} {
  failure why;
  const auto made = make_views(size_, why);
  report(why, error);
  if (why) {
    size_ = 0;
    return;
  }
  writable_ = static_cast<std::byte*>(made.writable);
  runnable_ = static_cast<const std::byte*>(made.runnable);
}

dual_mapping::dual_mapping(dual_mapping&& other) noexcept
    : writable_{std::exchange(other.writable_, nullptr)},
      runnable_{std::exchange(other.runnable_, nullptr)},
      size_{std::exchange(other.size_, 0)} {}

dual_mapping& dual_mapping::operator=(dual_mapping&& other) noexcept {
  if (this == &other) return *this;
  std::error_code ignored;
  unmap(ignored);
  writable_ = std::exchange(other.writable_, nullptr);
  runnable_ = std::exchange(other.runnable_, nullptr);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

dual_mapping::~dual_mapping() {
  std::error_code ignored;
  unmap(ignored);
}

void dual_mapping::require(std::size_t offset, std::size_t length) const {
  if (const auto why = check_range(size_, offset, length)) raise(why, describe(runnable_, length, offset));
}

void dual_mapping::require(std::size_t offset, std::size_t length, std::error_code& error) const noexcept {
  report(check_range(size_, offset, length), error);
}

dual_mapping::editing::editing(dual_mapping& memory, std::size_t offset, std::size_t length) noexcept
    : memory_{memory}, offset_{offset}, length_{length} {
  if (open_edits++ == 0) backend::allow_jit_stores(true);
}

dual_mapping::editing::~editing() {
  if (--open_edits == 0) backend::allow_jit_stores(false);
  backend::flush_instruction_cache(memory_.writable_ + offset_, memory_.runnable_ + offset_, length_);
}

void dual_mapping::write(std::size_t offset, std::span<const std::byte> machine_code) {
  require(offset, machine_code.size());
  const editing scope{*this, offset, machine_code.size()};
  std::copy(machine_code.begin(), machine_code.end(), scope.bytes().begin());
}

void dual_mapping::write(std::size_t offset, std::span<const std::byte> machine_code, std::error_code& error) noexcept {
  require(offset, machine_code.size(), error);
  if (error) return;
  const editing scope{*this, offset, machine_code.size()};
  std::copy(machine_code.begin(), machine_code.end(), scope.bytes().begin());
}

void dual_mapping::unmap() {
  failure why;
  unmap(why.code);
  if (why.attribute_to(operation::munmap)) raise(why, describe(runnable_, size_));
}

void dual_mapping::unmap(std::error_code& error) noexcept {
  failure why;
  auto* const runnable = const_cast<std::byte*>(runnable_);
  if (writable_ != nullptr && writable_ != runnable) backend::unmap(writable_, size_, why.code);
  if (!why) writable_ = nullptr;
  if (!why && runnable != nullptr) backend::unmap(runnable, size_, why.code);
  why.attribute_to(operation::munmap);
  report(why, error);
  if (why) return;
  runnable_ = nullptr;
  size_ = 0;
}

}  // namespace mmapkit
