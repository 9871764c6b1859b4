#include <mmapkit/reservation.hpp>

#include <atomic>
#include <limits>
#include <new>
#include <utility>

#include "core.hpp"
#include "offered.hpp"
#include "options.hpp"
#include "pages.hpp"
#include "placement.hpp"

namespace mmapkit {

// All the addresses that one call of the system gave, until the last part of them is gone.
struct detail::whole_range {
  std::byte* base = nullptr;
  std::size_t size = 0;
  std::atomic<std::size_t> parts{1};
};

namespace {

void leave(detail::whole_range*& whole) noexcept {
  auto* const left = std::exchange(whole, nullptr);
  if (left == nullptr || left->parts.fetch_sub(1) != 1) return;
  std::error_code unseen;
  backend::unmap(left->base, left->size, unseen);
  delete left;
}

struct part {
  std::byte* addr;
  std::size_t length;  // whole pages
};

// Calls act(part) if the range lies within the reservation.
template <class Act>
failure on_part(operation what, std::byte* base, std::size_t size, std::size_t offset, std::size_t length,
                Act act) noexcept {
  if (base == nullptr) return refuse(what, std::errc::invalid_argument, "the reservation holds no addresses");
  if (offset % backend::page_size() != 0)
    return refuse(what, std::errc::invalid_argument, "offset {m} is not a multiple of the page size {n}", offset,
                  backend::page_size());
  if (offset > size || length > size - offset)
    return refuse(what, std::errc::invalid_argument, "{m} bytes at offset {n} do not lie within the reservation",
                  length, offset);
  if (length == 0) return {};
  return act(part{base + offset, whole_pages(length) * backend::page_size()});
}

// Advice is a wish here: where it is not heard the pages are small.
void prefer_huge_pages(std::byte* base, std::size_t size) noexcept {
  core::advise(base, size, advice::huge_page, false);
}

std::byte* reserve(std::size_t& size, const reserve_options& options, failure& why) noexcept {
  constexpr auto what = operation::mmap;
  const auto unit = backend::page_size();
  if (size == 0 || size > std::numeric_limits<std::size_t>::max() - unit) {
    refuse(why, what, std::errc::invalid_argument, "a reservation has at least one byte, and fits the address space");
    return nullptr;
  }
  size = whole_pages(size) * unit;
  auto place = options.place;
  const auto huge = options.huge_pages ? backend::transparent_huge_page_size() : 0;
  if (huge != 0 && size >= huge && place.address == nullptr && place.alignment < huge) place.alignment = huge;
  const backend::map_request request{
      .length = size, .flags = mmap_flag::private_ | mmap_flag::anonymous, .allocation = backend::reserving()};
  auto* const base = static_cast<std::byte*>(map_placed(request, place, why));
  if (base != nullptr && huge != 0) prefer_huge_pages(base, size);
  return base;
}

std::string describe(std::size_t bytes) { return core::describe({.size = bytes}, operation::mmap) + " to reserve"; }

}  // namespace

reservation::reservation(std::size_t bytes, const reserve_options& options)
    : size_{bytes}, huge_pages_{options.huge_pages} {
  failure why;
  base_ = reserve(size_, options, why);
  if (why) raise(why, describe(bytes));
}

reservation::reservation(std::size_t bytes, const reserve_options& options, std::error_code& error) noexcept
    : size_{bytes}, huge_pages_{options.huge_pages} {
  failure why;
  base_ = reserve(size_, options, why);
  if (base_ == nullptr) size_ = 0;
  core::report(why, error);
}

reservation::reservation(reservation&& other) noexcept
    : base_{std::exchange(other.base_, nullptr)},
      size_{std::exchange(other.size_, 0)},
      huge_pages_{other.huge_pages_},
      whole_{std::exchange(other.whole_, nullptr)} {}

reservation& reservation::operator=(reservation&& other) noexcept {
  if (this == &other) return *this;
  std::error_code unseen;
  unmap(unseen);
  base_ = std::exchange(other.base_, nullptr);
  size_ = std::exchange(other.size_, 0);
  huge_pages_ = other.huge_pages_;
  whole_ = std::exchange(other.whole_, nullptr);
  return *this;
}

reservation::~reservation() {
  std::error_code unseen;
  unmap(unseen);
}

namespace {

failure commit_part(std::byte* base, std::size_t size, std::size_t offset, std::size_t length,
                    protection_flag protection) noexcept {
  constexpr auto what = operation::mprotect;
  failure why;
  if (!check(protection, why)) return why;
  return on_part(what, base, size, offset, length, [&](part of) {
    backend::commit(of.addr, of.length, normalized(protection), why.code);
    why.failed(what);
    return why;
  });
}

failure decommit_part(std::byte* base, std::size_t size, std::size_t offset, std::size_t length,
                      bool huge_pages) noexcept {
  constexpr auto what = operation::munmap;
  return on_part(what, base, size, offset, length, [&](part of) {
    failure why;
    backend::decommit(of.addr, of.length, why.code);
    if (!why.failed(what) && huge_pages) prefer_huge_pages(of.addr, of.length);
    return why;
  });
}

failure protect_part(std::byte* base, std::size_t size, std::size_t offset, std::size_t length,
                     protection_flag protection) noexcept {
  return on_part(operation::mprotect, base, size, offset, length,
                 [&](part of) { return core::protect(of.addr, of.length, protection); });
}

failure check_cut(std::byte* base, std::size_t size, std::size_t offset) noexcept {
  return on_part(operation::munmap, base, size, offset, 0, [](part /*of*/) { return failure{}; });
}

}  // namespace

void reservation::commit(std::size_t offset, std::size_t length, protection_flag protection) {
  if (const auto why = commit_part(base_, size_, offset, length, protection))
    raise(why, core::describe(base_, length, offset) + " to commit them");
}

void reservation::commit(std::size_t offset, std::size_t length, protection_flag protection,
                         std::error_code& error) noexcept {
  core::report(commit_part(base_, size_, offset, length, protection), error);
}

void reservation::decommit(std::size_t offset, std::size_t length) {
  if (const auto why = decommit_part(base_, size_, offset, length, huge_pages_))
    raise(why, core::describe(base_, length, offset) + " to decommit them");
}

void reservation::decommit(std::size_t offset, std::size_t length, std::error_code& error) noexcept {
  core::report(decommit_part(base_, size_, offset, length, huge_pages_), error);
}

void reservation::protect(std::size_t offset, std::size_t length, protection_flag protection) {
  if (const auto why = protect_part(base_, size_, offset, length, protection))
    raise(why, core::describe(base_, length, offset));
}

void reservation::protect(std::size_t offset, std::size_t length, protection_flag protection,
                          std::error_code& error) noexcept {
  core::report(protect_part(base_, size_, offset, length, protection), error);
}

reservation reservation::split(std::size_t offset) {
  if (const auto why = check_cut(base_, size_, offset))
    raise(why, core::describe(base_, size_) + " from the rest of the reservation");
  std::error_code error;
  auto rest = split(offset, error);
  if (error) throw std::bad_alloc();
  return rest;
}

reservation reservation::split(std::size_t offset, std::error_code& error) noexcept {
  core::report(check_cut(base_, size_, offset), error);
  reservation rest;
  if (error || offset == size_) return rest;
  if (offset == 0) return std::exchange(*this, {});
  if (whole_ == nullptr && !backend::unmaps_parts()) {
    whole_ = new (std::nothrow) detail::whole_range{.base = base_, .size = size_};
    if (whole_ == nullptr) {
      error = backend::refusal(std::errc::not_enough_memory);
      return rest;
    }
  }
  if (whole_ != nullptr) whole_->parts.fetch_add(1);
  rest.whole_ = whole_;
  rest.base_ = base_ + offset;
  rest.size_ = std::exchange(size_, offset) - offset;
  rest.huge_pages_ = huge_pages_;
  return rest;
}

void reservation::unmap() {
  auto* const base = base_;
  const auto size = size_;
  std::error_code error;
  unmap(error);
  failure why;
  why.code = error;
  if (why.failed(operation::munmap)) raise(why, core::describe(base, size));
}

void reservation::unmap(std::error_code& error) noexcept {
  error.clear();
  if (base_ == nullptr) return;
  if (whole_ != nullptr)
    backend::decommit(base_, size_, error);
  else
    backend::unmap(base_, size_, error);
  if (error) return;
  base_ = nullptr;
  size_ = 0;
  leave(whole_);
}

}  // namespace mmapkit
