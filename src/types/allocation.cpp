#include <mmapkit/allocation.hpp>

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include <mmapkit/calls/page_size.hpp>
#include <mmapkit/flags/inherit.hpp>

#include "allocation_access.hpp"
#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backend/ranges.hpp"
#include "backend/system.hpp"
#include "block.hpp"
#include "calls/madvise.hpp"
#include "calls/mlock.hpp"
#include "calls/munmap.hpp"
#include "calls/page_sizes.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"
#include "checks/options.hpp"
#include "placement.hpp"
#include "prefault.hpp"

namespace mmapkit {

allocation allocation_access::make(std::byte* base, std::size_t length, std::byte* data, std::size_t size,
                                   std::size_t page_size, bool in_children) noexcept {
  allocation made;
  made.base_ = base;
  made.length_ = length;
  made.data_ = data;
  made.size_ = size;
  made.page_size_ = page_size;
  made.process_ = in_children ? 0 : backend::process_id();
  return made;
}

std::byte* allocation_access::release(allocation&& memory) noexcept {
  memory.base_ = nullptr;
  return std::exchange(memory.data_, nullptr);
}

namespace {

constexpr auto allocating = operation::mmap;
constexpr auto full_access = protection_flag::read | protection_flag::write;
constexpr auto largest = std::numeric_limits<std::size_t>::max();

// What is mapped, in this order and in bytes.
struct layout {
  std::size_t unit = 0;  // size of the pages
  std::size_t front_guard = 0;
  std::size_t memory = 0;
  std::size_t back_guard = 0;
  placement place{};
  bool from_pool = false;  // huge pages are mapped with MAP_HUGETLB

  [[nodiscard]] std::size_t length() const noexcept { return front_guard + memory + back_guard; }
};

bool is_required(const allocate_options& options) noexcept { return options.huge_pages == huge_page_use::required; }

// Whether huge pages come from a pool, as with MAP_HUGETLB: in several sizes, and at addresses that were reserved
// before. Large pages of Windows have one size, and are reserved and committed in one call.
bool has_huge_page_pool() noexcept { return is_available(mmap_flag::huge_table); }

bool check_huge(const allocate_options& options, bool from_pool, failure& why) noexcept {
  if (!is_required(options)) {
    if (options.page_size == 0) return true;
    return refuse(why, allocating, std::errc::invalid_argument, "a page size is for huge_page_use::required alone");
  }
  const bool has_large = has(row_of(allocation_flag::large_pages)->where, backend::system());
  if (!from_pool && !has_large)
    return refuse(why, allocating, std::errc::operation_not_supported, "this system has no huge pages to be required");
  if (has_large && (options.guard_before != 0 || options.guard_after != 0))
    return refuse(why, allocating, std::errc::operation_not_supported, "large pages have no guards on this system");
  if (options.page_size != 0 && !calls::has_huge_page_size(options.page_size))
    return refuse(why, allocating, std::errc::invalid_argument, "this system has no pages of {m} bytes",
                  options.page_size);
  return true;
}

// Rounds up; false on overflow.
bool round_up_checked(std::size_t& value, std::size_t unit) noexcept {
  if (value > largest - (unit - 1)) return false;
  value = round_up(value, unit);
  return true;
}

bool make_layout(std::size_t bytes, const allocate_options& options, layout& found, failure& why) noexcept {
  if (bytes == 0) return refuse(why, allocating, std::errc::invalid_argument, "the size is 0");
  if (options.dont_fork && options.wipe_on_fork)
    return refuse(why, allocating, std::errc::invalid_argument, "dont_fork and wipe_on_fork exclude each other");
  if (options.huge_pages > huge_page_use::never)
    return refuse(why, allocating, std::errc::invalid_argument, "huge_page_use has no value {m}",
                  static_cast<unsigned>(options.huge_pages));
  const bool from_pool = is_required(options) && has_huge_page_pool();
  if (!check_huge(options, from_pool, why) || !check_node(options.numa_node, why)) return false;
  found = {.unit = backend::page_size(),
           .front_guard = options.guard_before,
           .memory = bytes,
           .back_guard = options.guard_after,
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
  // The guard before the memory must not spoil its alignment.
  const auto step = std::has_single_bit(alignment) ? std::max(alignment, found.unit) : found.unit;
  if (!round_up_checked(found.memory, found.unit) || !round_up_checked(found.back_guard, found.unit) ||
      (found.front_guard != 0 && !round_up_checked(found.front_guard, step)) ||
      found.front_guard > largest - found.memory || found.back_guard > largest - found.memory - found.front_guard)
    return refuse(why, allocating, std::errc::not_enough_memory, "{m} bytes do not fit the address space", bytes);
  if (found.place.address == nullptr) return true;
  if (reinterpret_cast<std::uintptr_t>(found.place.address) <= found.front_guard)
    return refuse(why, allocating, std::errc::not_enough_memory,
                  "there is no room for a guard of {m} bytes below the address", found.front_guard);
  found.place.address = static_cast<std::byte*>(found.place.address) - found.front_guard;
  return true;
}

// Reserves the addresses of the memory and its guards; large pages of Windows are committed by the same call.
std::byte* reserve_addresses(const allocate_options& options, const layout& plan, failure& why) noexcept {
  backend::map_request request{.length = plan.length(),
                               .flags = mmap_flag::private_ | mmap_flag::anonymous,
                               .numa_node = options.numa_node,
                               .allocation = backend::reserve_flag()};
  if (is_required(options) && !plan.from_pool) {
    request.protection = full_access;
    request.allocation = allocation_flag::large_pages;
  }
  return static_cast<std::byte*>(map_placed(request, plan.place, why));
}

void commit_memory(std::byte* data, const allocate_options& options, const layout& plan, failure& why) noexcept {
  if (!is_required(options)) {
    backend::commit(data, plan.memory, full_access, why.code);
  } else if (plan.from_pool) {
    const auto size =
        static_cast<mmap_flag>(static_cast<std::uint64_t>(std::countr_zero(plan.unit)) << huge_page_shift);
    backend::map({.address = data,
                  .length = plan.memory,
                  .protection = full_access,
                  .flags = mmap_flag::private_ | mmap_flag::anonymous | mmap_flag::fixed | mmap_flag::huge_table | size,
                  .numa_node = options.numa_node},
                 why.code);
  }
  if (why.attribute_to(allocating) && is_required(options)) calls::explain_missing_huge_pages(plan.unit, why);
}

// A preference: where the system refuses the advice, the pages stay as they are.
void prefer(std::byte* data, std::size_t length, huge_page_use use) noexcept {
  if (use == huge_page_use::preferred) calls::madvise(data, length, advice::huge_page, false);
  if (use == huge_page_use::never) calls::madvise(data, length, advice::no_huge_page, false);
}

failure keep_from_children(std::byte* base, std::size_t length) noexcept {
  if (!has(row_of(operation::minherit)->where, backend::system()))
    return calls::madvise(base, length, advice::dont_fork, false);
  failure why;
  backend::minherit(base, length, inherit::none, why.code);
  why.attribute_to(operation::minherit);
  return why;
}

void prepare(std::byte* data, const allocate_options& options, const layout& plan, failure& why) noexcept {
  prefer(data, plan.memory, options.huge_pages);
  if (options.dont_dump) why = calls::madvise(data, plan.memory, advice::dont_dump, false);
  if (!why && options.dont_fork) why = keep_from_children(data - plan.front_guard, plan.length());
  if (!why && options.wipe_on_fork) why = calls::madvise(data, plan.memory, advice::wipe_on_fork, false);
  // Pages of the pool are taken now: where the limit of a control group leaves none, the first store would be SIGBUS.
  const auto threads = std::max(options.prefault_threads, plan.from_pool ? 1U : 0U);
  if (!why && threads != 0) prefault(data, plan.memory, plan.from_pool ? plan.unit : 0, threads, why);
  if (!why && options.lock) why = calls::mlock(operation::mlock, data, plan.memory, lock_flag::none);
}

allocation make(std::size_t bytes, const allocate_options& options, failure& why) noexcept {
  layout plan;
  if (!make_layout(bytes, options, plan, why)) return {};
  auto* const base = reserve_addresses(options, plan, why);
  if (base == nullptr) return {};
  auto* const data = base + plan.front_guard;
  commit_memory(data, options, plan, why);
  if (!why) prepare(data, options, plan, why);
  if (!why)
    return allocation_access::make(base, plan.length(), data, bytes, is_required(options) ? plan.unit : 0,
                                   !options.dont_fork);
  calls::give_back(base, plan.length());
  return {};
}

}  // namespace

allocation allocation_access::allocate(std::size_t bytes, const allocate_options& options, failure& why) noexcept {
  return mmapkit::make(bytes, options, why);
}

void* allocate_block(std::size_t bytes, const allocate_options& options) noexcept {
  failure ignored;
  return allocation_access::release(make(bytes, options, ignored));
}

// The same options make the same layout as at the allocation.
void free_block(void* data, std::size_t bytes, const allocate_options& options) noexcept {
  failure ignored;
  layout given;
  if (make_layout(bytes, options, given, ignored))
    calls::give_back(static_cast<std::byte*>(data) - given.front_guard, given.length());
}

namespace {

// In a child that did not get the memory something else may lie there.
bool is_here(std::uint64_t owner) noexcept { return owner == 0 || owner == backend::process_id(); }

}  // namespace

allocation::allocation(allocation&& other) noexcept { *this = std::move(other); }

allocation& allocation::operator=(allocation&& other) noexcept {
  if (this == &other) return *this;
  if (base_ != nullptr && is_here(process_)) calls::give_back(base_, length_);
  base_ = std::exchange(other.base_, nullptr);
  length_ = std::exchange(other.length_, 0);
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  page_size_ = std::exchange(other.page_size_, 0);
  process_ = std::exchange(other.process_, 0);
  return *this;
}

allocation::~allocation() {
  if (base_ != nullptr && is_here(process_)) calls::give_back(base_, length_);
}

void allocation::unmap() {
  failure why;
  unmap(why.code);
  if (why.attribute_to(operation::munmap)) raise(why, describe(data_, size_));
}

void allocation::unmap(std::error_code& error) noexcept {
  failure why;
  if (base_ != nullptr && is_here(process_)) backend::unmap(base_, length_, why.code);
  why.attribute_to(operation::munmap);
  report(why, error);
  if (why) return;
  base_ = data_ = nullptr;
  length_ = size_ = page_size_ = 0;
  process_ = 0;
}

allocation allocate(std::size_t bytes, const allocate_options& options) {
  failure why;
  auto made = make(bytes, options, why);
  if (why) raise(why, describe({.size = bytes, .address = options.place.address}, why.operation));
  return made;
}

allocation allocate(std::size_t bytes, const allocate_options& options, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return make(bytes, options, why); });
}

}  // namespace mmapkit
