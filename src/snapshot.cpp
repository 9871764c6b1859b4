#include <mmapkit/snapshot.hpp>

#include <utility>

#include "core.hpp"
#include "frozen_memory.hpp"

namespace mmapkit {

snapshot::snapshot(snapshot&& other) noexcept
    : of_{std::exchange(other.of_, nullptr)},
      data_{std::exchange(other.data_, nullptr)},
      size_{std::exchange(other.size_, 0)} {}

snapshot& snapshot::operator=(snapshot&& other) noexcept {
  if (this == &other) return *this;
  std::error_code unseen;
  unmap(unseen);
  of_ = std::exchange(other.of_, nullptr);
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

snapshot::~snapshot() {
  std::error_code unseen;
  unmap(unseen);
}

void snapshot::unmap() {
  failure why;
  unmap(why.code);
  if (why.failed(operation::munmap)) raise(why, core::describe(data_, size_));
}

void snapshot::unmap(std::error_code& error) noexcept {
  error.clear();
  if (data_ == nullptr) return;
  of_->end_snapshot(data_, error);
  if (error) return;
  std::exchange(of_, nullptr)->leave();
  data_ = nullptr;
  size_ = 0;
}

freezable::freezable(std::size_t bytes) : of_{new detail::frozen_memory} {
  failure why;
  of_->create(bytes, why);
  if (!why) return;
  of_->leave();
  raise(why, core::describe({.size = bytes}, operation::mmap));
}

freezable::freezable(freezable&& other) noexcept : of_{std::exchange(other.of_, nullptr)} {}

freezable& freezable::operator=(freezable&& other) noexcept {
  if (this == &other) return *this;
  std::error_code unseen;
  unmap(unseen);
  of_ = std::exchange(other.of_, nullptr);
  return *this;
}

freezable::~freezable() {
  std::error_code unseen;
  unmap(unseen);
}

std::byte* freezable::data() noexcept { return of_ != nullptr ? of_->data() : nullptr; }
const std::byte* freezable::data() const noexcept { return of_ != nullptr ? of_->data() : nullptr; }
std::size_t freezable::size() const noexcept { return of_ != nullptr ? of_->size() : 0; }

snapshot freezable::freeze() {
  const auto words = [this] { return core::describe(data(), size()) + " to freeze them"; };
  if (of_ == nullptr) raise(refuse(operation::mmap, std::errc::invalid_argument, "it holds no memory"), words());
  if (!of_->is_of_this_process())
    raise(refuse(operation::mmap, std::errc::operation_not_permitted, "it belongs to the process that made it"),
          words());
  failure why;
  auto made = of_->freeze(why);
  if (why) raise(why, words());
  return made;
}

void freezable::unmap() {
  failure why;
  unmap(why.code);
  if (why.failed(operation::munmap)) raise(why, core::describe(data(), size()));
}

void freezable::unmap(std::error_code& error) noexcept {
  error.clear();
  if (of_ == nullptr) return;
  of_->end_original(error);
  if (!error) std::exchange(of_, nullptr)->leave();
}

}  // namespace mmapkit
