#include "frozen_memory.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "core.hpp"
#include "offered.hpp"
#include "pages.hpp"

namespace mmapkit::detail {

namespace {

// What systems move fastest: whole page tables, and tables of tables.
constexpr std::size_t table_span = std::size_t{2} << 20;
constexpr std::size_t upper_table_span = std::size_t{1} << 30;

std::size_t alignment_for(std::size_t length) noexcept {
  if (length < table_span) return 0;
  return length < upper_table_span || sizeof(void*) == 4 ? table_span : upper_table_span;
}

// Makes the system give the pages memory of their own, now, with their content. The advice says why where it cannot;
// the stores are for systems without it, and for emulators that take advice and do nothing.
failure make_own(std::byte* first, std::size_t length) noexcept {
  if (stays_offered(advice::populate_write))
    if (const auto why = core::advise(first, length, advice::populate_write, false)) return why;
  for (std::size_t at = 0; at < length; at += backend::page_size()) {
    auto* const byte = static_cast<volatile std::byte*>(first + at);
    *byte = *byte;
  }
  return {};
}

// For systems that do not tell which pages were stored to.
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

std::byte* frozen_memory::take_room(failure& why) const noexcept {
  void* const room = backend::reserve_room(length_, alignment_for(length_), why.code);
  why.failed(operation::mmap);
  return static_cast<std::byte*>(room);
}

// Room for one view, and the view in it: so another may take its place. New room where another thread was faster.
std::byte* frozen_memory::new_view(failure& why) const noexcept {
  const auto sharing = base_ == nullptr ? mmap_flag::shared : mmap_flag::private_;
  for (int attempts = 0; attempts != 100; ++attempts) {
    why = {};
    auto* const room = take_room(why);
    if (room == nullptr) return nullptr;
    backend::show(view_at(room, sharing), why.code);
    if (!why.failed(operation::mmap)) return room;
    if (why.code == std::errc::file_exists) continue;
    std::error_code unseen;
    backend::release_room(room, length_, unseen);
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
  if (!why.failed(what)) original_ = new_view(why);
}

frozen_memory::~frozen_memory() {
  std::error_code unseen;
  if (base_ != nullptr) backend::release_room(base_, length_, unseen);
  if (file_ != no_handle) backend::close_file(file_, unseen);
}

void frozen_memory::leave() noexcept {
  if (owners_.fetch_sub(1) == 1) delete this;
}

snapshot frozen_memory::freeze(failure& why) {
  const std::scoped_lock lock{guard_};
  snapshot made;
  living_.reserve(living_.size() + 1);
  if (base_ == nullptr)
    freeze_first(why);
  else
    freeze_again(why);
  if (why) return made;
  made.data_ = new_view(why);
  if (why) return made;
  living_.push_back(made.data_);
  owners_.fetch_add(1);
  made.size_ = size_;
  made.of_ = this;
  return made;
}

// The view of the original, with all that the page tables know, in one step, where the system can move it so; null
// where not. The original shows the file as before.
std::byte* frozen_memory::move_aside() const noexcept {
  if (!is_offered(mremap_flag::dont_unmap)) return nullptr;
  failure unseen;
  auto* const room = take_room(unseen);
  if (room == nullptr) return nullptr;
  constexpr auto moving = mremap_flag::may_move | mremap_flag::fixed | mremap_flag::dont_unmap;
  if (backend::mremap(original_, length_, length_, moving, room, unseen.code) != nullptr) return room;
  unseen = {};  // before Linux 5.13 that is for private memory alone
  backend::release_room(room, length_, unseen.code);
  return nullptr;
}

// The original begins anew, without a page of its own: at its address, unless another thread has that now.
void frozen_memory::show_original(failure& why) noexcept {
  backend::show(view_at(original_, mmap_flag::private_), why.code);
  if (!why.failed(operation::mmap) || why.code != std::errc::file_exists) return;
  why = {};
  original_ = new_view(why);
}

void frozen_memory::freeze_first(failure& why) noexcept {
  auto* aside = move_aside();
  if (aside == nullptr) aside = new_view(why);
  if (why) return;
  base_ = aside;
  show_original(why);
  if (!why) return;
  std::error_code unseen;
  if (original_ != nullptr) backend::show(view_at(original_, mmap_flag::shared), unseen);
  base_ = nullptr;
  backend::release_room(aside, length_, unseen);
}

std::vector<page_run> frozen_memory::changed_pages(failure& why) const {
  std::vector<page_run> runs;
  std::array<page_run, 256> found;
  const auto* const end = original_ + length_;
  for (const void* at = original_; at != end && !why;) {
    const auto left = static_cast<std::size_t>(end - static_cast<const std::byte*>(at));
    const auto count = backend::copied_pages(at, left, found, at, why.code);
    runs.insert(runs.end(), found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count));
  }
  if (why.code == std::errc::function_not_supported) {
    why = {};
    runs.clear();
    compare(original_, base_, length_, runs);
  }
  why.failed(operation::scan_pages);
  return runs;
}

// Both for what the snapshots have of the file still, and for what the file is to take: nothing changes before all of
// the memory for it is there.
void frozen_memory::make_room(const std::vector<page_run>& runs, failure& why) const noexcept {
  for (const auto& run : runs) {
    const auto offset = run.addr - original_;
    for (auto* const view : living_)
      if (!why) why = make_own(view + offset, run.size);
    if (!why) why = make_own(base_ + offset, run.size);
  }
}

void frozen_memory::freeze_again(failure& why) {
  const auto runs = changed_pages(why);
  if (!why) make_room(runs, why);
  if (why) return;
  for (const auto& run : runs) std::memcpy(base_ + (run.addr - original_), run.addr, run.size);
  if (!runs.empty()) backend::forget_copies(view_at(original_, mmap_flag::private_), runs, why.code);
  if (!why.failed(operation::mmap) || why.code != std::errc::file_exists) return;
  why = {};
  original_ = new_view(why);
}

void frozen_memory::end_original(std::error_code& error) noexcept {
  const std::scoped_lock lock{guard_};
  if (original_ != nullptr) backend::release_room(original_, length_, error);
  if (!error) original_ = nullptr;
}

void frozen_memory::end_snapshot(std::byte* view, std::error_code& error) noexcept {
  const std::scoped_lock lock{guard_};
  backend::release_room(view, length_, error);
  if (!error) std::erase(living_, view);
}

}  // namespace mmapkit::detail
