#include <algorithm>
#include <limits>

#include "../../support/sanitizers.hpp"
#include "fuzz.hpp"

using namespace mmapkit;

namespace fuzz {

namespace {

constexpr auto largest = std::numeric_limits<std::size_t>::max();

// With 32 bits nothing wraps for a kernel that has 64, and ThreadSanitizer ends a program that unmaps so much.
constexpr bool may_wrap = sizeof(void*) == 8 && !support::thread_sanitizer;

// Flags and advice that the kernel would keep for longer than the step, or that others on the machine would feel.
constexpr bool leaves_traces(advice what) {
  return what == advice::hw_poison || what == advice::soft_offline || what == advice::collapse;
}

}  // namespace

std::size_t script::below(std::size_t end) {
  if (rest_.empty()) return 0;
  const std::size_t value = rest_.front();
  rest_ = rest_.subspan(1);
  return value % end;
}

// Whole pages mostly; it ends within the window, or so far away that the sum wraps.
void script::choose_range(step& one) {
  const auto page = page_size();
  one.at = below(window_pages) * page;
  one.length = (1 + below(one.what == kind::map ? 16 : 4)) * page;
  const auto oddity = below(32);
  if (oddity == 0) one.at += 1 + below(200);
  if (oddity == 1) one.length -= 1 + below(200);
  if (oddity == 2) one.length = 0;
  one.length = std::min(one.length, window_pages * page - one.at);
  if (may_wrap && oddity == 3) one.length = largest - below(3) * page / 2;
}

void script::choose_mapping(step& one) {
  one.throws = one_in(4);
  constexpr std::array usual{mmap_flag::private_ | mmap_flag::anonymous, mmap_flag::private_,
                             mmap_flag::shared | mmap_flag::anonymous, mmap_flag::shared, mmap_flag::shared_validate};
  one.flags = usual[below(usual.size())];
  constexpr std::array places{mmap_flag::fixed, mmap_flag::fixed, mmap_flag::fixed, mmap_flag::no_replace, mmap_flag{}};
  one.flags |= places[below(places.size())];
  one.protection = static_cast<protection_flag>(below(8));
  if (one_in(4)) one.flags |= rows<mmap_flag>[below(std::size(rows<mmap_flag>))].flag;
  if (one_in(16)) one.flags ^= rows<mmap_flag>[below(std::size(rows<mmap_flag>))].flag;
  if (one_in(16)) one.protection |= rows<protection_flag>[below(std::size(rows<protection_flag>))].flag;
  if (one_in(32)) one.flags |= native_bits<mmap_flag>(std::array{0x800U, 0x1000U, 0x200000U}[below(3)]);
  if (one_in(64)) one.flags |= static_cast<mmap_flag>(1U << 30);
  // The pool of huge pages is the whole system's, and a page of it larger than the window.
  if (has(one.flags, mmap_flag::anonymous) && has(one.flags, mmap_flag::huge_table)) one.flags ^= mmap_flag::huge_table;
  const bool is_anonymous = has(one.flags, mmap_flag::anonymous);
  one.file = is_anonymous && !one_in(8) ? descriptor::none : static_cast<descriptor>(below(descriptors));
  if (!is_anonymous && !one_in(4)) one.file = descriptor::writable;
  one.offset = below(file_pages + 2) * page_size();
  const auto oddity = below(64);
  if (oddity == 0) one.offset += 1 + below(200);
  if (oddity == 1) one.offset = std::numeric_limits<std::uint64_t>::max() - below(200);
  // Address 0 with an order is address 0: root would map there, and so would the native call.
  one.anywhere = one_in(16) && !has(one.flags, mmap_flag::fixed) && !has(one.flags, mmap_flag::no_replace);
}

void script::choose_remapping(step& one) {
  const auto end = window_pages * page_size();
  one.new_length = (1 + below(8)) * page_size();
  if (one_in(16)) one.new_length = below(2);
  one.new_length = std::min(one.new_length, end - std::min(one.at, end));
  constexpr std::array usual{mremap_flag::none,
                             mremap_flag::may_move,
                             mremap_flag::may_move | mremap_flag::fixed,
                             mremap_flag::may_move | mremap_flag::fixed,
                             mremap_flag::may_move | mremap_flag::dont_unmap | mremap_flag::fixed,
                             mremap_flag::may_move | mremap_flag::duplicate};
  one.remap = usual[below(usual.size())];
  if (one_in(8)) one.remap ^= static_cast<mremap_flag>(1U << below(4));
  if (one_in(64)) one.remap |= static_cast<mremap_flag>(1U << 9);
  if (has(one.remap, mremap_flag::dont_unmap) && !one_in(4)) one.new_length = one.length;
  one.has_new_place = has(one.remap, mremap_flag::fixed) ? !one_in(16) : one_in(16);
  one.new_at = below(window_pages) * page_size();
  if (one_in(32)) one.new_at += 1 + below(200);
  // What is moved to the end of the window stays within.
  one.new_length = std::min(one.new_length, end - std::min(one.new_at, end));
}

// The window is full at first, mostly: calls for nothing fail.
step script::first() {
  step one;
  one.what = kind::map;
  one.length = window_pages * page_size();
  one.protection = protection_flag::read | protection_flag::write;
  one.file = descriptor::writable;
  constexpr std::array usual{mmap_flag::private_ | mmap_flag::anonymous, mmap_flag::private_,
                             mmap_flag::shared | mmap_flag::anonymous, mmap_flag::shared};
  one.flags = usual[below(usual.size())] | mmap_flag::fixed;
  if (one_in(8)) one.length /= 8;
  return one;
}

step script::next() {
  if (is_first_) {
    is_first_ = false;
    return first();
  }
  constexpr std::array frequent{kind::map, kind::map, kind::map, kind::protect, kind::remap, kind::store};
  step one;
  const auto drawn = below(24);
  one.what = drawn < 12 ? static_cast<kind>(drawn) : frequent[drawn % frequent.size()];
  choose_range(one);
  one.throws = one_in(4);
  switch (one.what) {
    case kind::map: choose_mapping(one); break;
    case kind::protect:
      one.protection = static_cast<protection_flag>(below(8));
      if (one_in(8)) one.protection |= rows<protection_flag>[below(std::size(rows<protection_flag>))].flag;
      if (one_in(32)) one.protection |= native_bits<protection_flag>(0x40);
      break;
    case kind::sync: one.sync = static_cast<msync_flag>(one_in(4) ? below(32) : 1 + below(2)); break;
    case kind::advise:
      one.advice = rows<advice>[below(std::size(rows<advice>))].flag;
      if (one_in(64)) one.advice = static_cast<advice>(200);
      if (leaves_traces(one.advice)) one.advice = advice::normal;
      one.discarding = discards(one.advice) != one_in(8);
      break;
    case kind::advise_posix: one.posix_advice = static_cast<posix_advice>(below(6)); break;
    case kind::lock: one.lock = static_cast<lock_flag>(one_in(8) ? below(4) : below(2)); break;
    case kind::remap: choose_remapping(one); break;
    case kind::in_core: one.room = one_in(8) ? below(4) : window_pages + 1; break;
    case kind::cut: one.length = below(file_pages + 1) * page_size() + (one_in(4) ? below(200) : 0); break;
    case kind::unmap:
    case kind::unlock:
    case kind::store: break;
  }
  return one;
}

}  // namespace fuzz
