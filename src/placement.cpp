#include "placement.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "offered.hpp"

namespace mmapkit {

namespace {

constexpr auto what = operation::mmap;
constexpr std::uint64_t lowest_usable = 0x10000;  // vm.mmap_min_addr as systems set it; Windows' first 64 KiB
constexpr std::uint64_t last_address = std::numeric_limits<std::uintptr_t>::max();

bool has_bounds(const placement& place) noexcept { return place.lowest != 0 || place.highest != 0; }

bool check(const placement& place, failure& why) noexcept {
  if (place.alignment != 0 && !std::has_single_bit(place.alignment))
    return refuse(why, what, std::errc::invalid_argument, "the alignment {m} is not a power of two", place.alignment);
  if (place.highest != 0 && place.lowest > place.highest)
    return refuse(why, what, std::errc::invalid_argument, "no address is above {m:#x} and below {n:#x}", place.lowest,
                  place.highest);
  if (place.address != nullptr && (has_bounds(place) || place.alignment != 0))
    return refuse(why, what, std::errc::invalid_argument, "an address leaves no choice for limits and alignment");
  if (reinterpret_cast<std::uintptr_t>(place.address) % backend::granularity() != 0)
    return refuse(why, what, std::errc::invalid_argument, "the address {m:#x} is not a multiple of {n}",
                  reinterpret_cast<std::uintptr_t>(place.address), backend::granularity());
  if (place.lowest > last_address)
    return refuse(why, what, std::errc::not_enough_memory, "no address of this process is above {m:#x}", place.lowest);
  return true;
}

// The first gap between regions that is large enough.
struct search {
  std::uint64_t at = 0;  // aligned
  std::uint64_t length = 0;
  std::uint64_t highest = 0;
  std::uint64_t alignment = 1;

  [[nodiscard]] std::uint64_t aligned(std::uint64_t address) const noexcept {
    return (address + alignment - 1) & ~(alignment - 1);
  }
  [[nodiscard]] bool is_in_bounds() const noexcept { return at <= highest && length - 1 <= highest - at; }

  // Whether to look further.
  bool pass(std::uint64_t begin, std::uint64_t end) noexcept {
    if (end <= at) return true;
    if (begin >= at && begin - at >= length) return false;
    at = aligned(end);
    return at >= end && is_in_bounds();  // not wrapped
  }
};

void skip_regions(search& gap, failure& why) noexcept {
  const auto visit = [](void* context, const backend::region_entry& entry) {
    const auto begin = reinterpret_cast<std::uintptr_t>(entry.addr);
    return static_cast<search*>(context)->pass(begin, std::uint64_t{begin} + entry.size);
  };
  backend::regions(reinterpret_cast<const void*>(static_cast<std::uintptr_t>(gap.at)), visit, &gap, why.code);
  why.failed(operation::regions);
}

void* map_in_gap(backend::map_request request, const placement& place, failure& why) noexcept {
  if (!check_call(operation::regions, why)) return nullptr;
  request.flags |= mmap_flag::no_replace;
  request.alignment = 0;  // the gap is chosen for it
  search gap{.length = request.length,
             .highest = place.highest == 0 ? last_address : std::min(place.highest, last_address),
             .alignment = std::max<std::uint64_t>(place.alignment, backend::granularity())};
  const auto first = std::max(place.lowest, lowest_usable);
  gap.at = gap.aligned(first);
  for (bool wrapped = gap.at < first; !wrapped && gap.is_in_bounds();) {
    skip_regions(gap, why);
    if (why) return nullptr;
    if (!gap.is_in_bounds()) break;
    request.address = reinterpret_cast<void*>(static_cast<std::uintptr_t>(gap.at));
    void* const base = backend::map(request, why.code);
    if (base != nullptr) return base;
    if (why.code != std::errc::file_exists) {  // another thread was there first
      why.failed(what);
      return nullptr;
    }
    why = {};
    const auto taken = gap.at;
    gap.at += gap.alignment;
    wrapped = gap.at < taken;
  }
  refuse(why, what, std::errc::not_enough_memory, "there is no room of {m} bytes where they shall lie", request.length);
  return nullptr;
}

bool lies_within(const void* base, std::size_t length, const placement& place) noexcept {
  const auto first = std::uint64_t{reinterpret_cast<std::uintptr_t>(base)};
  return first >= place.lowest && (place.highest == 0 || first + (length - 1) <= place.highest);
}

}  // namespace

void* map_placed(backend::map_request request, const placement& place, failure& why) noexcept {
  if (!check(place, why)) return nullptr;
  request.address = place.address;
  if (place.address != nullptr) request.flags |= mmap_flag::no_replace;
  request.alignment = place.alignment > backend::granularity() ? place.alignment : 0;
  if (place.highest != 0) return map_in_gap(request, place, why);
  // Where only low addresses are excluded, what the system chooses is nearly always right.
  void* const base = backend::map(request, why.code);
  if (why.failed(what) || lies_within(base, request.length, place)) return base;
  backend::unmap(base, request.length, why.code);
  if (why.failed(operation::munmap)) return nullptr;
  return map_in_gap(request, place, why);
}

}  // namespace mmapkit
