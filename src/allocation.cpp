#include <mmapkit/allocation.hpp>

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include <mmapkit/mmap.hpp>
#include <mmapkit/region.hpp>

#include "core.hpp"
#include "offered.hpp"
#include "options.hpp"
#include "pages.hpp"
#include "placement.hpp"
#include "prefault.hpp"

namespace mmapkit {

struct allocation_access {
  static allocation make(std::byte* base, std::size_t length, std::byte* data, std::size_t size,
                         std::size_t page_size) noexcept {
    allocation made;
    made.base_ = base;
    made.length_ = length;
    made.data_ = data;
    made.size_ = size;
    made.page_size_ = page_size;
    return made;
  }

  // Nobody owns the memory then.
  static std::byte* release(allocation&& memory) noexcept {
    memory.base_ = nullptr;
    return std::exchange(memory.data_, nullptr);
  }
};

namespace {

constexpr auto what = operation::mmap;
constexpr auto accessible = protection_flag::read | protection_flag::write;
constexpr auto largest = std::numeric_limits<std::size_t>::max();

// How the memory lies between its guards: lead, room, trail. Bytes.
struct layout {
  std::size_t unit = 0;  // of its pages
  std::size_t lead = 0;
  std::size_t room = 0;
  std::size_t trail = 0;
  placement place{};
  bool from_pool = false;  // asked of the system once, for all that follows

  [[nodiscard]] std::size_t length() const noexcept { return lead + room + trail; }
};

bool is_required(const allocate_options& options) noexcept { return options.huge_pages == huge_page_use::required; }

// The pool of Linux has pages of several sizes, and addresses around them for guards; Windows has neither.
bool has_pool() noexcept { return is_offered(mmap_flag::huge_table); }

bool check_huge(const allocate_options& options, bool from_pool, failure& why) noexcept {
  if (!is_required(options)) {
    if (options.page_size == 0) return true;
    return refuse(why, what, std::errc::invalid_argument, "a page size is for huge_page_use::required alone");
  }
  const bool has_large = has(row_of(allocation_flag::large_pages)->where, backend::system());
  if (!from_pool && !has_large)
    return refuse(why, what, std::errc::operation_not_supported, "this system has no huge pages to be required");
  if (has_large && (options.guard_before != 0 || options.guard_after != 0))
    return refuse(why, what, std::errc::operation_not_supported, "large pages have no guards on this system");
  if (options.page_size != 0 && !core::has_huge_pages_of(options.page_size))
    return refuse(why, what, std::errc::invalid_argument, "this system has no pages of {m} bytes", options.page_size);
  return true;
}

// Rounds up; false where that does not fit.
bool round_whole(std::size_t& value, std::size_t unit) noexcept {
  if (value > largest - (unit - 1)) return false;
  value = (value + unit - 1) / unit * unit;
  return true;
}

bool lay_out(std::size_t bytes, const allocate_options& options, layout& found, failure& why) noexcept {
  if (bytes == 0) return refuse(why, what, std::errc::invalid_argument, "the size is 0");
  const bool from_pool = is_required(options) && has_pool();
  if (!check_huge(options, from_pool, why) || !check_node(options.numa_node, why)) return false;
  found = {.unit = backend::page_size(),
           .lead = options.guard_before,
           .room = bytes,
           .trail = options.guard_after,
           .place = options.place,
           .from_pool = from_pool};
  auto& alignment = found.place.alignment;
  const auto transparent = backend::transparent_huge_page_size();
  if (is_required(options)) {
    found.unit = options.page_size != 0 ? options.page_size : backend::huge_page_size();
    if (found.place.address == nullptr) alignment = std::max(alignment, found.unit);
  } else if (options.huge_pages == huge_page_use::preferred && transparent != 0 && bytes >= transparent &&
             found.place.address == nullptr) {
    alignment = std::max(alignment, transparent);
  }
  // A guard in front keeps the memory's alignment.
  const auto step = std::has_single_bit(alignment) ? std::max(alignment, found.unit) : found.unit;
  if (!round_whole(found.room, found.unit) || !round_whole(found.trail, found.unit) ||
      (found.lead != 0 && !round_whole(found.lead, step)) || found.lead > largest - found.room ||
      found.trail > largest - found.room - found.lead)
    return refuse(why, what, std::errc::not_enough_memory, "{m} bytes do not fit the address space", bytes);
  if (found.place.address == nullptr) return true;
  if (reinterpret_cast<std::uintptr_t>(found.place.address) <= found.lead)
    return refuse(why, what, std::errc::not_enough_memory,
                  "there is no room for a guard of {m} bytes below the address", found.lead);
  found.place.address = static_cast<std::byte*>(found.place.address) - found.lead;
  return true;
}

// All of it, its guards and nothing else; or, where the system can only have both at once, the memory itself.
std::byte* take_addresses(const allocate_options& options, const layout& wanted, failure& why) noexcept {
  backend::map_request request{.length = wanted.length(),
                               .flags = mmap_flag::private_ | mmap_flag::anonymous,
                               .numa_node = options.numa_node,
                               .allocation = backend::reserving()};
  if (is_required(options) && !wanted.from_pool) {
    request.protection = accessible;
    request.allocation = allocation_flag::large_pages;
  }
  return static_cast<std::byte*>(map_placed(request, wanted.place, why));
}

void take_memory(std::byte* data, const allocate_options& options, const layout& wanted, failure& why) noexcept {
  if (!is_required(options)) {
    backend::commit(data, wanted.room, accessible, why.code);
  } else if (wanted.from_pool) {
    const auto size =
        static_cast<mmap_flag>(static_cast<std::uint64_t>(std::countr_zero(wanted.unit)) << huge_page_shift);
    backend::map({.address = data,
                  .length = wanted.room,
                  .protection = accessible,
                  .flags = mmap_flag::private_ | mmap_flag::anonymous | mmap_flag::fixed | mmap_flag::huge_table | size,
                  .numa_node = options.numa_node},
                 why.code);
  }
  if (why.failed(what) && is_required(options) && why.code == std::errc::not_enough_memory) {
    why.reason = "the system has too few free pages of {m} bytes";
    why.m = wanted.unit;
  }
}

// What is a wish is not looked at.
void prefer(std::byte* data, std::size_t length, huge_page_use use) noexcept {
  if (use == huge_page_use::preferred) core::advise(data, length, advice::huge_page, false);
  if (use == huge_page_use::never) core::advise(data, length, advice::no_huge_page, false);
}

void prepare(std::byte* data, const allocate_options& options, const layout& wanted, failure& why) noexcept {
  prefer(data, wanted.room, options.huge_pages);
  if (options.dont_dump) why = core::advise(data, wanted.room, advice::dont_dump, false);
  if (!why && options.wipe_on_fork) why = core::advise(data, wanted.room, advice::wipe_on_fork, false);
  if (!why && options.prefault_threads != 0) prefault(data, wanted.room, options.prefault_threads, why);
  if (!why && options.lock) why = core::lock(operation::mlock, data, wanted.room, lock_flag::none);
}

allocation make(std::size_t bytes, const allocate_options& options, failure& why) noexcept {
  layout wanted;
  if (!lay_out(bytes, options, wanted, why)) return {};
  auto* const base = take_addresses(options, wanted, why);
  if (base == nullptr) return {};
  auto* const data = base + wanted.lead;
  take_memory(data, options, wanted, why);
  if (!why) prepare(data, options, wanted, why);
  if (!why) return allocation_access::make(base, wanted.length(), data, bytes, is_required(options) ? wanted.unit : 0);
  std::error_code unseen;
  backend::unmap(base, wanted.length(), unseen);
  return {};
}

}  // namespace

void* core::take_block(std::size_t bytes, const allocate_options& options) noexcept {
  failure unseen;
  return allocation_access::release(make(bytes, options, unseen));
}

// The layout follows from what was asked for.
void core::return_block(void* data, std::size_t bytes, const allocate_options& options) noexcept {
  failure unseen;
  layout given;
  if (lay_out(bytes, options, given, unseen))
    backend::unmap(static_cast<std::byte*>(data) - given.lead, given.length(), unseen.code);
}

allocation::allocation(allocation&& other) noexcept { *this = std::move(other); }

allocation& allocation::operator=(allocation&& other) noexcept {
  if (this == &other) return *this;
  std::error_code unseen;
  unmap(unseen);
  base_ = std::exchange(other.base_, nullptr);
  length_ = std::exchange(other.length_, 0);
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  page_size_ = std::exchange(other.page_size_, 0);
  return *this;
}

allocation::~allocation() {
  std::error_code unseen;
  unmap(unseen);
}

void allocation::unmap() {
  failure why;
  unmap(why.code);
  if (why.failed(operation::munmap)) raise(why, core::describe(data_, size_));
}

void allocation::unmap(std::error_code& error) noexcept {
  error.clear();
  if (base_ != nullptr) backend::unmap(base_, length_, error);
  if (error) return;
  base_ = data_ = nullptr;
  length_ = size_ = page_size_ = 0;
}

namespace {

// Bytes of the range in transparent huge pages.
std::size_t count_transparent(std::byte* data, std::size_t length) {
  if (supported(call::scan_pages)) {
    std::size_t huge = 0;
    for (const auto& run : scan_pages(data, length, page_category::huge)) huge += run.size;
    return huge;
  }
  if (!supported(call::find_region_usage)) return 0;
  // The kernel may have joined the region to its neighbours.
  const auto usage = find_region_usage(data);
  return usage ? std::min(usage->huge, length) : 0;
}

}  // namespace

allocation_state allocation::state() const {
  allocation_state found{.page_size = page_size_ != 0 ? page_size_ : backend::page_size()};
  if (data_ == nullptr) return found;
  auto length = size_;
  round_whole(length, found.page_size);
  if (supported(call::mincore)) {
    failure why;
    found.resident = core::count_resident(data_, length, no_handle, why).resident * backend::page_size();
    if (why) raise(why, core::describe(data_, size_));
  }
  if (page_size_ != 0) {
    found.huge = found.resident;
  } else {
    found.huge = count_transparent(data_, length);
    if (found.huge != 0) found.page_size = backend::transparent_huge_page_size();
  }
  return found;
}

allocation allocate(std::size_t bytes, const allocate_options& options) {
  failure why;
  auto made = make(bytes, options, why);
  if (why) raise(why, core::describe({.size = bytes, .address = options.place.address}, why.operation));
  return made;
}

allocation allocate(std::size_t bytes, const allocate_options& options, std::error_code& error) noexcept {
  failure why;
  auto made = make(bytes, options, why);
  core::report(why, error);
  return made;
}

}  // namespace mmapkit
