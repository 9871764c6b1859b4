#include <mmapkit/flags/mmap_options.hpp>
#include <mmapkit/snapshot.hpp>

#include <new>
#include <utility>

#include "checks/describe.hpp"
#include "frozen_memory.hpp"

namespace mmapkit {

snapshot::snapshot(snapshot&& other) noexcept
    : of_{std::exchange(other.of_, nullptr)},
      data_{std::exchange(other.data_, nullptr)},
      size_{std::exchange(other.size_, 0)} {}

snapshot& snapshot::operator=(snapshot&& other) noexcept {
  if (this == &other) return *this;
  std::error_code ignored;
  unmap(ignored);
  of_ = std::exchange(other.of_, nullptr);
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

snapshot::~snapshot() {
  std::error_code ignored;
  unmap(ignored);
}

void snapshot::unmap() {
  failure why;
  unmap(why.code);
  if (why.attribute_to(operation::munmap)) raise(why, describe(data_, size_));
}

void snapshot::unmap(std::error_code& error) noexcept {
  failure why;
  if (data_ != nullptr) of_->end_snapshot(data_, why.code);
  why.attribute_to(operation::munmap);
  report(why, error);
  if (why || data_ == nullptr) return;
  std::exchange(of_, nullptr)->release();
  data_ = nullptr;
  size_ = 0;
}

namespace {

// Null with a failure.
detail::frozen_memory* make_frozen(std::size_t bytes, failure& why) noexcept {
  auto* const made = new (std::nothrow) detail::frozen_memory;
  if (made == nullptr) {
    refuse(why, operation::mmap, std::errc::not_enough_memory, "there is no memory to keep account of it");
    return nullptr;
  }
  made->create(bytes, why);
  if (!why) return made;
  made->release();
  return nullptr;
}

// `memory` may be null: nothing is held.
snapshot freeze_memory(detail::frozen_memory* memory, failure& why) noexcept {
  constexpr auto what = operation::mmap;
  if (memory != nullptr && memory->is_of_this_process()) return memory->freeze(why);
  if (memory == nullptr)
    refuse(why, what, std::errc::invalid_argument, "it holds no memory");
  else
    refuse(why, what, std::errc::operation_not_permitted, "it belongs to the process that made it");
  return {};
}

}  // namespace

freezable::freezable(std::size_t bytes) {
  failure why;
  of_ = make_frozen(bytes, why);
  if (why) raise(why, describe({.size = bytes}, operation::mmap));
}

freezable::freezable(std::size_t bytes, std::error_code& error) noexcept {
  failure why;
  of_ = make_frozen(bytes, why);
  report(why, error);
}

freezable::freezable(freezable&& other) noexcept : of_{std::exchange(other.of_, nullptr)} {}

freezable& freezable::operator=(freezable&& other) noexcept {
  if (this == &other) return *this;
  std::error_code ignored;
  unmap(ignored);
  of_ = std::exchange(other.of_, nullptr);
  return *this;
}

freezable::~freezable() {
  std::error_code ignored;
  unmap(ignored);
}

std::byte* freezable::data() noexcept { return of_ != nullptr ? of_->data() : nullptr; }
const std::byte* freezable::data() const noexcept { return of_ != nullptr ? of_->data() : nullptr; }
std::size_t freezable::size() const noexcept { return of_ != nullptr ? of_->size() : 0; }

snapshot freezable::freeze() {
  failure why;
  auto made = freeze_memory(of_, why);
  if (why) raise(why, describe(data(), size()), "freeze");
  return made;
}

snapshot freezable::freeze(std::error_code& error) noexcept {
  failure why;
  auto made = freeze_memory(of_, why);
  report(why, error, "freeze");
  return made;
}

void freezable::unmap() {
  failure why;
  unmap(why.code);
  if (why.attribute_to(operation::munmap)) raise(why, describe(data(), size()));
}

void freezable::unmap(std::error_code& error) noexcept {
  failure why;
  if (of_ != nullptr) of_->end_original(why.code);
  why.attribute_to(operation::munmap);
  report(why, error);
  if (!why && of_ != nullptr) std::exchange(of_, nullptr)->release();
}

}  // namespace mmapkit
