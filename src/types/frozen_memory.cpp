#include "frozen_memory.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <new>
#include <span>

#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/mremap_flag.hpp>

#include "backend/advise_together.hpp"
#include "backend/files.hpp"
#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backend/pages.hpp"
#include "backend/ranges.hpp"
#include "backend/shared_memory.hpp"
#include "backend/system.hpp"
#include "calls/madvise.hpp"
#include "checks/availability.hpp"

namespace mmapkit::detail {

namespace {

// Addresses of one page table and of one upper page table: mremap moves whole tables fastest.
constexpr std::size_t table_span = std::size_t{2} << 20;
constexpr std::size_t upper_table_span = std::size_t{1} << 30;

std::size_t alignment_for(std::size_t length) noexcept {
  if (length < table_span) return 0;
  return length < upper_table_span || sizeof(void*) == 4 ? table_span : upper_table_span;
}

// For systems without the advice to populate, and for emulators that ignore it.
void store_to_pages(const page_run& run) noexcept {
  for (std::size_t at = 0; at < run.size; at += backend::page_size()) {
    auto* const byte = static_cast<volatile std::byte*>(run.addr + at);
    *byte = *byte;
  }
}

// Makes the system copy the pages of a private view now, or get those of a shared one. `runs` are addresses in the view
// at `from`; the same pages of the view at `to` are meant. The advice reports where there is no memory for it.
failure make_pages(std::span<const page_run> runs, const std::byte* from, std::byte* to) noexcept {
  const bool is_advised = is_available_cached(advice::populate_write);
  const auto together = is_advised ? backend::advise_together(runs, from, to, advice::populate_write) : 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const page_run run{.addr = to + (runs[i].addr - from), .size = runs[i].size};
    if (is_advised && i >= together)
      if (const auto why = calls::madvise(run.addr, run.size, advice::populate_write, false)) return why;
    store_to_pages(run);
  }
  return {};
}

// Finds changed pages on systems that do not report them.
void compare(const std::byte* now, const std::byte* before, std::size_t length, std::vector<page_run>& runs) {
  const auto unit = backend::page_size();
  for (std::size_t at = 0; at < length; at += unit)
    if (std::memcmp(now + at, before + at, unit) != 0)
      runs.push_back({.addr = const_cast<std::byte*>(now) + at, .size = unit});
}

}  // namespace

backend::map_request frozen_memory::view_at(std::byte* address, mmap_flag sharing) const noexcept {
  return {.address = address,
          .length = length_,
          .protection = protection_flag::read | protection_flag::write,
          .flags = sharing,
          .file = file_};
}

std::byte* frozen_memory::reserve_view(failure& why) const noexcept {
  void* const range = backend::reserve_range(length_, alignment_for(length_), why.code);
  why.attribute_to(operation::mmap);
  return static_cast<std::byte*>(range);
}

// A view in a range that is reserved for it, so that another view can replace it. Tries again where another thread took
// the addresses in between.
std::byte* frozen_memory::map_new_view(failure& why) const noexcept {
  const auto sharing = base_ == nullptr ? mmap_flag::shared : mmap_flag::private_;
  for (int attempts = 0; attempts != 100; ++attempts) {
    why = {};
    auto* const range = reserve_view(why);
    if (range == nullptr) return nullptr;
    backend::map_view_at(view_at(range, sharing), why.code);
    if (!why.attribute_to(operation::mmap)) return range;
    if (why.code == std::errc::file_exists) continue;
    std::error_code ignored;
    backend::release_range(range, length_, ignored);
    return nullptr;
  }
  return nullptr;
}

void frozen_memory::create(std::size_t size, failure& why) noexcept {
  constexpr auto what = operation::mmap;
  const auto unit = size < table_span ? backend::granularity() : table_span;
  if (size == 0) refuse(why, what, std::errc::invalid_argument, "the size is 0");
  if (size > std::numeric_limits<std::size_t>::max() / 2 - table_span)
    refuse(why, what, std::errc::not_enough_memory, "{m} bytes do not fit the address space", size);
  if (why) return;
  size_ = size;
  length_ = round_up(size, unit);
  file_ = backend::memory_object(length_, false, why.code);
  if (!why.attribute_to(what)) original_ = map_new_view(why);
}

frozen_memory::~frozen_memory() {
  std::error_code ignored;
  if (base_ != nullptr) backend::release_range(base_, length_, ignored);
  if (file_ != no_handle) backend::close_file(file_, ignored);
}

void frozen_memory::release() noexcept {
  if (owners_.fetch_sub(1) == 1) delete this;
}

snapshot frozen_memory::freeze(failure& why) noexcept {
  const std::scoped_lock lock{guard_};
  snapshot made;
  try {
    made.data_ = freeze_pages(why);
  } catch (const std::bad_alloc&) {
    refuse(why, operation::mmap, std::errc::not_enough_memory, "there is no memory for a list of the changed pages");
  }
  if (made.data_ == nullptr) return made;
  owners_.fetch_add(1);
  made.size_ = size_;
  made.of_ = this;
  return made;
}

// The view of the snapshot; null with a failure. Throws std::bad_alloc before anything has changed.
std::byte* frozen_memory::freeze_pages(failure& why) {
  snapshots_.reserve(snapshots_.size() + 1);
  auto* const view = base_ == nullptr ? freeze_first(why) : freeze_again(why);
  if (view != nullptr) snapshots_.push_back(view);
  return view;
}

// Moves the pages of the original to a new address by one mremap, page tables included; the original stays mapped to
// the file (MREMAP_DONTUNMAP). Null where the system cannot do that.
std::byte* frozen_memory::move_original() const noexcept {
  if (!is_available(mremap_flag::dont_unmap)) return nullptr;
  failure ignored;
  auto* const range = reserve_view(ignored);
  if (range == nullptr) return nullptr;
  constexpr auto moving = mremap_flag::may_move | mremap_flag::fixed | mremap_flag::dont_unmap;
  if (backend::mremap(original_, length_, length_, moving, range, ignored.code) != nullptr) return range;
  ignored = {};  // before Linux 5.13 only private memory can be moved so
  backend::release_range(range, length_, ignored.code);
  return nullptr;
}

// Maps the original as a private view without copied pages: at its address, unless another thread has taken that.
void frozen_memory::remap_original(failure& why) noexcept {
  backend::map_view_at(view_at(original_, mmap_flag::private_), why.code);
  if (!why.attribute_to(operation::mmap) || why.code != std::errc::file_exists) return;
  why = {};
  original_ = map_new_view(why);
}

std::byte* frozen_memory::freeze_first(failure& why) noexcept {
  auto* moved = move_original();
  if (moved == nullptr) moved = map_new_view(why);
  if (why) return nullptr;
  base_ = moved;
  remap_original(why);
  if (!why) return map_new_view(why);
  std::error_code ignored;
  if (original_ != nullptr) backend::map_view_at(view_at(original_, mmap_flag::shared), ignored);
  base_ = nullptr;
  backend::release_range(moved, length_, ignored);
  return nullptr;
}

std::vector<page_run> frozen_memory::changed_pages(failure& why) const {
  std::vector<page_run> runs;
  std::array<page_run, 256> found;
  const auto* const end = original_ + length_;
  for (const void* at = original_; at != end && !why;) {
    const auto left = static_cast<std::size_t>(end - static_cast<const std::byte*>(at));
    const auto count = backend::copy_on_write_pages(at, left, found, at, why.code);
    runs.insert(runs.end(), found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count));
  }
  if (!why.code) return runs;
  // The system cannot tell, or not now, as without a free descriptor: what differs was stored to.
  why = {};
  runs.clear();
  compare(original_, base_, length_, runs);
  return runs;
}

// Copies the pages that snapshots still share with the file, and allocates those of the file that will be written. All
// memory is allocated before anything changes, so that a failure leaves original and snapshots as they were.
void frozen_memory::copy_shared_pages(const std::vector<page_run>& runs, failure& why) const noexcept {
  for (auto* const view : snapshots_)
    if (!why) why = make_pages(runs, original_, view);
  if (!why) why = make_pages(runs, original_, base_);
}

// Discards the copies in the original, which shows the file again.
void frozen_memory::discard_copies(const std::vector<page_run>& runs, failure& why) noexcept {
  if (!runs.empty()) backend::discard_copy_on_write_pages(view_at(original_, mmap_flag::private_), runs, why.code);
  if (!why.attribute_to(operation::mmap) || why.code != std::errc::file_exists) return;
  why = {};
  original_ = map_new_view(why);
}

// To move all pages costs the same however many were stored to, and all of them are mapped anew when they are accessed.
// A lock would move with them.
bool frozen_memory::is_better_moved(const std::vector<page_run>& runs) const noexcept {
  std::size_t changed = 0;
  for (const auto& run : runs) changed += run.size;
  return changed >= length_ / 32 && !backend::is_locked(original_, length_);
}

// The file gets the content of the original before that loses its own copies: it may be read meanwhile. Where many
// pages were stored to, the snapshot takes them over, and need not be given copies when they are stored to again.
std::byte* frozen_memory::freeze_again(failure& why) {
  const auto runs = changed_pages(why);
  if (!why) copy_shared_pages(runs, why);
  if (why) return nullptr;
  for (const auto& run : runs) std::memcpy(base_ + (run.addr - original_), run.addr, run.size);
  auto* const moved = is_better_moved(runs) ? move_original() : nullptr;
  if (moved != nullptr) return moved;
  discard_copies(runs, why);
  return why ? nullptr : map_new_view(why);
}

// The child of a fork would wait for ever for a thread of its parent.
std::unique_lock<std::mutex> frozen_memory::lock_in_owner() noexcept {
  return is_of_this_process() ? std::unique_lock{guard_} : std::unique_lock<std::mutex>{};
}

void frozen_memory::end_original(std::error_code& error) noexcept {
  const auto lock = lock_in_owner();
  if (original_ != nullptr) backend::release_range(original_, length_, error);
  if (!error) original_ = nullptr;
}

void frozen_memory::end_snapshot(std::byte* view, std::error_code& error) noexcept {
  const auto lock = lock_in_owner();
  backend::release_range(view, length_, error);
  if (!error && lock.owns_lock()) std::erase(snapshots_, view);
}

}  // namespace mmapkit::detail
