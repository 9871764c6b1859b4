#include <mmapkit/reservation.hpp>

#include <atomic>
#include <limits>
#include <new>
#include <utility>

#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backend/ranges.hpp"
#include "backend/system.hpp"
#include "calls/madvise.hpp"
#include "calls/mprotect.hpp"
#include "calls/munmap.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"
#include "checks/formatted.hpp"
#include "checks/options.hpp"
#include "commit_part.hpp"
#include "part.hpp"
#include "placement.hpp"

namespace mmapkit {

// A range that was split, on systems that can only unmap all of it: unmapped with its last part.
struct detail::whole_range {
  std::byte* base = nullptr;
  std::size_t size = 0;
  std::atomic<std::size_t> parts{1};
};

namespace {

void leave(detail::whole_range*& whole) noexcept {
  auto* const left = std::exchange(whole, nullptr);
  if (left == nullptr || left->parts.fetch_sub(1) != 1) return;
  calls::give_back(left->base, left->size);
  delete left;
}

// The owner is gone.
void give_back(reservation& room) noexcept {
  std::error_code failed;
  room.unmap(failed);
  if (failed == std::errc::not_enough_memory) calls::give_back(room.data(), room.size());
}

// Returns call(part) if the range lies within the reservation and starts at a page; the part has whole pages.
template <class Call>
failure on_pages(operation what, std::byte* base, std::size_t size, std::size_t offset, std::size_t length,
                 Call call) noexcept {
  const owned_memory all{base, size, "the reservation holds no addresses",
                         "{m} bytes at offset {n} do not lie within the reservation"};
  return on_part(what, all, offset, length, [&](part of) {
    const auto unit = backend::page_size();
    if (offset % unit != 0)
      return refuse(what, std::errc::invalid_argument, "offset {m} is not a multiple of the page size {n}", offset,
                    unit);
    return length == 0 ? failure{} : call(part{of.addr, whole_pages(length) * unit});
  });
}

// A preference: where the system refuses the advice, the pages stay small.
void prefer_huge_pages(std::byte* base, std::size_t size) noexcept {
  calls::madvise(base, size, advice::huge_page, false);
}

std::byte* reserve(std::size_t& size, const reserve_options& options, failure& why) noexcept {
  constexpr auto what = operation::mmap;
  const auto unit = backend::page_size();
  if (size == 0 || size > std::numeric_limits<std::size_t>::max() - unit) {
    refuse(why, what, std::errc::invalid_argument,
           size == 0 ? "the size is 0" : "{m} bytes do not fit the address space", size);
    return nullptr;
  }
  size = whole_pages(size) * unit;
  auto place = options.place;
  const auto huge = options.huge_pages ? backend::transparent_huge_page_size() : 0;
  if (huge != 0 && size >= huge && place.address == nullptr && place.alignment < huge) place.alignment = huge;
  const backend::map_request request{
      .length = size, .flags = mmap_flag::private_ | mmap_flag::anonymous, .allocation = backend::reserve_flag()};
  auto* const base = static_cast<std::byte*>(map_placed(request, place, why));
  if (base != nullptr && huge != 0) prefer_huge_pages(base, size);
  return base;
}

std::string describe(std::size_t bytes) { return std::to_string(bytes) + " bytes of addresses"; }

}  // namespace

reservation::reservation(std::size_t bytes, const reserve_options& options)
    : size_{bytes}, huge_pages_{options.huge_pages} {
  failure why;
  base_ = reserve(size_, options, why);
  if (why) raise(why, describe(bytes), "reserve");
}

reservation::reservation(std::size_t bytes, const reserve_options& options, std::error_code& error) noexcept
    : size_{bytes}, huge_pages_{options.huge_pages} {
  failure why;
  base_ = reserve(size_, options, why);
  if (base_ == nullptr) size_ = 0;
  report(why, error, "reserve");
}

reservation::reservation(reservation&& other) noexcept
    : base_{std::exchange(other.base_, nullptr)},
      size_{std::exchange(other.size_, 0)},
      huge_pages_{other.huge_pages_},
      whole_{std::exchange(other.whole_, nullptr)} {}

reservation& reservation::operator=(reservation&& other) noexcept {
  if (this == &other) return *this;
  give_back(*this);
  base_ = std::exchange(other.base_, nullptr);
  size_ = std::exchange(other.size_, 0);
  huge_pages_ = other.huge_pages_;
  whole_ = std::exchange(other.whole_, nullptr);
  return *this;
}

reservation::~reservation() { give_back(*this); }

failure commit_part(std::byte* base, std::size_t size, std::size_t offset, std::size_t length,
                    protection_flag protection) noexcept {
  constexpr auto what = operation::mprotect;
  failure why;
  if (!check(protection, why)) return why;
  return on_pages(what, base, size, offset, length, [&](part of) {
    backend::commit(of.addr, of.length, normalized(protection), why.code);
    why.attribute_to(what);
    return why;
  });
}

namespace {

failure decommit_part(std::byte* base, std::size_t size, std::size_t offset, std::size_t length,
                      bool huge_pages) noexcept {
  constexpr auto what = operation::munmap;
  return on_pages(what, base, size, offset, length, [&](part of) {
    failure why;
    backend::decommit(of.addr, of.length, why.code);
    if (!why.attribute_to(what) && huge_pages) prefer_huge_pages(of.addr, of.length);
    return why;
  });
}

failure protect_part(std::byte* base, std::size_t size, std::size_t offset, std::size_t length,
                     protection_flag protection) noexcept {
  return on_pages(operation::mprotect, base, size, offset, length,
                  [&](part of) { return calls::mprotect(of.addr, of.length, protection); });
}

failure check_cut(std::byte* base, std::size_t size, std::size_t offset) noexcept {
  return on_pages(operation::munmap, base, size, offset, 0, [](part /*of*/) { return failure{}; });
}

}  // namespace

void reservation::commit(std::size_t offset, std::size_t length, protection_flag protection) {
  if (const auto why = commit_part(base_, size_, offset, length, protection))
    raise(why, describe(base_, length, offset), "commit");
}

void reservation::commit(std::size_t offset, std::size_t length, protection_flag protection,
                         std::error_code& error) noexcept {
  report(commit_part(base_, size_, offset, length, protection), error, "commit");
}

void reservation::decommit(std::size_t offset, std::size_t length) {
  if (const auto why = decommit_part(base_, size_, offset, length, huge_pages_))
    raise(why, describe(base_, length, offset), "decommit");
}

void reservation::decommit(std::size_t offset, std::size_t length, std::error_code& error) noexcept {
  report(decommit_part(base_, size_, offset, length, huge_pages_), error, "decommit");
}

void reservation::protect(std::size_t offset, std::size_t length, protection_flag protection) {
  if (const auto why = protect_part(base_, size_, offset, length, protection))
    raise(why, describe(base_, length, offset));
}

void reservation::protect(std::size_t offset, std::size_t length, protection_flag protection,
                          std::error_code& error) noexcept {
  report(protect_part(base_, size_, offset, length, protection), error);
}

struct detail::reservation_access {
  // Cuts off what lies from the offset on.
  static reservation split(reservation& room, std::size_t offset, failure& why) noexcept {
    reservation rest;
    why = check_cut(room.base_, room.size_, offset);
    if (why || offset == room.size_) return rest;
    if (offset == 0) return std::exchange(room, {});
    if (room.whole_ == nullptr && !backend::unmaps_parts()) {
      room.whole_ = new (std::nothrow) whole_range{.base = room.base_, .size = room.size_};
      if (room.whole_ == nullptr) {
        refuse(why, operation::munmap, std::errc::not_enough_memory, "there is no memory to keep both parts apart");
        return rest;
      }
    }
    if (room.whole_ != nullptr) room.whole_->parts.fetch_add(1);
    rest.whole_ = room.whole_;
    rest.base_ = room.base_ + offset;
    rest.size_ = std::exchange(room.size_, offset) - offset;
    rest.huge_pages_ = room.huge_pages_;
    return rest;
  }
};

reservation reservation::split(std::size_t offset) {
  failure why;
  auto rest = detail::reservation_access::split(*this, offset, why);
  if (why) raise(why, formatted("{} at offset {}", describe(base_, size_), offset), "split");
  return rest;
}

reservation reservation::split(std::size_t offset, std::error_code& error) noexcept {
  failure why;
  auto rest = detail::reservation_access::split(*this, offset, why);
  report(why, error, "split");
  return rest;
}

void reservation::unmap() {
  failure why;
  unmap(why.code);
  if (why.attribute_to(operation::munmap)) raise(why, describe(base_, size_));
}

void reservation::unmap(std::error_code& error) noexcept {
  failure why;
  if (whole_ != nullptr)
    backend::decommit(base_, size_, why.code);
  else if (base_ != nullptr)
    backend::unmap(base_, size_, why.code);
  why.attribute_to(operation::munmap);
  report(why, error);
  if (why) return;
  base_ = nullptr;
  size_ = 0;
  leave(whole_);
}

}  // namespace mmapkit
