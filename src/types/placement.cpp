#include "placement.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <limits>

#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backend/regions.hpp"
#include "backend/system.hpp"
#include "calls/region.hpp"
#include "checks/availability.hpp"
#include "checks/explain.hpp"

namespace mmapkit {

namespace {

constexpr auto placing = operation::mmap;
constexpr std::uint64_t lowest_usable = 0x10000;  // vm.mmap_min_addr of Linux by default; the lowest address of Windows
constexpr std::uint64_t last_address = std::numeric_limits<std::uintptr_t>::max();

bool has_bounds(const placement& place) noexcept { return place.lowest != 0 || place.highest != 0; }

bool check(const placement& place, failure& why) noexcept {
  if (place.alignment != 0 && !std::has_single_bit(place.alignment))
    return refuse(why, placing, std::errc::invalid_argument, "the alignment {m} is not a power of two",
                  place.alignment);
  if (place.highest != 0 && place.lowest > place.highest)
    return refuse(why, placing, std::errc::invalid_argument, "no address is above {m:#x} and below {n:#x}",
                  place.lowest, place.highest);
  if (place.address != nullptr && (has_bounds(place) || place.alignment != 0))
    return refuse(why, placing, std::errc::invalid_argument, "an address leaves no choice for limits and alignment");
  if (reinterpret_cast<std::uintptr_t>(place.address) % backend::granularity() != 0)
    return refuse(why, placing, std::errc::invalid_argument, "the address {m:#x} is not a multiple of {n}",
                  reinterpret_cast<std::uintptr_t>(place.address), backend::granularity());
  if (place.lowest > last_address)
    return refuse(why, placing, std::errc::not_enough_memory, "no address of this process is above {m:#x}",
                  place.lowest);
  return true;
}

// The first gap between regions that is large enough.
struct search {
  std::uint64_t at = 0;  // aligned
  std::uint64_t length = 0;
  std::uint64_t highest = 0;
  std::size_t alignment = 1;

  [[nodiscard]] std::uint64_t aligned(std::uint64_t address) const noexcept { return round_up(address, alignment); }
  [[nodiscard]] bool is_in_bounds() const noexcept { return at <= highest && length - 1 <= highest - at; }

  // Moves behind the region [begin, end). Returns whether to go on: false once the gap is large enough or none is left.
  bool pass(std::uint64_t begin, std::uint64_t end) noexcept {
    if (end <= at) return true;
    if (begin >= at && begin - at >= length) return false;
    at = aligned(end);
    return at >= end && is_in_bounds();  // no overflow
  }
};

// Maps the request there; null without a failure where something is mapped already.
void* map_at(std::uint64_t address, backend::map_request& request, failure& why) noexcept {
  request.address = reinterpret_cast<void*>(static_cast<std::uintptr_t>(address));
  void* const base = backend::map(request, why.code);
  if (why.code == std::errc::file_exists) why = {};
  why.attribute_to(placing);
  return base;
}

void skip_regions(search& gap, failure& why) noexcept {
  const auto visit = [](void* context, const backend::region_entry& entry) {
    const auto begin = reinterpret_cast<std::uintptr_t>(entry.addr);
    return static_cast<search*>(context)->pass(begin, std::uint64_t{begin} + entry.size);
  };
  backend::regions(reinterpret_cast<const void*>(static_cast<std::uintptr_t>(gap.at)), visit, &gap, why.code);
  calls::attribute_to_list(operation::regions, why);
}

// Where the last memory within the same limits ends: from there on the addresses are likely to be free. A hint, which
// other limits may overwrite.
std::atomic<std::uint64_t>& last_end(const placement& place) noexcept {
  static constinit std::array<std::atomic<std::uint64_t>, 16> ends{};
  const auto mixed = place.lowest >> 16 ^ place.highest >> 20 ^ place.highest >> 31;
  return ends[static_cast<std::size_t>(mixed % ends.size())];
}

// Maps in the first gap of the search; null without a failure where there is none.
void* map_in_first_gap(search& gap, backend::map_request& request, failure& why) noexcept {
  for (bool wrapped = false; !wrapped && gap.is_in_bounds();) {
    skip_regions(gap, why);
    if (why || !gap.is_in_bounds()) return nullptr;
    void* const base = map_at(gap.at, request, why);
    if (base != nullptr || why) return base;
    const auto taken = gap.at;  // by another thread
    gap.at += gap.alignment;
    wrapped = gap.at < taken;
  }
  return nullptr;
}

// Begins behind the memory that was found last, without a look at the regions, and looks through all from the lowest
// address on once where that leads to nothing.
void* map_in_gap(backend::map_request request, const placement& place, failure& why) noexcept {
  if (!check_call(operation::regions, why)) return nullptr;
  request.flags |= mmap_flag::no_replace;
  request.alignment = 0;  // the address is a multiple of it already
  search gap{.length = request.length,
             .highest = place.highest == 0 ? last_address : std::min(place.highest, last_address),
             .alignment = std::max(place.alignment, backend::granularity())};
  auto& hint = last_end(place);
  const auto first = std::max(place.lowest, lowest_usable);
  const auto lowest = gap.aligned(first);
  void* base = nullptr;
  for (const auto start : {gap.aligned(std::max(first, hint.load(std::memory_order_relaxed))), lowest}) {
    gap.at = start;
    if (start < first || !gap.is_in_bounds()) continue;
    if (start != lowest) base = map_at(start, request, why);
    if (base == nullptr && !why) base = map_in_first_gap(gap, request, why);
    if (why) return nullptr;
    if (base != nullptr) {
      hint.store(reinterpret_cast<std::uintptr_t>(base) + std::uint64_t{request.length}, std::memory_order_relaxed);
      return base;
    }
    if (start == lowest) break;
  }
  refuse(why, placing, std::errc::not_enough_memory, "there are no {m} free bytes within the limits", request.length);
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
  // With a lower limit alone, the address that the system chooses nearly always fits.
  void* const base = backend::map(request, why.code);
  if (why.attribute_to(placing)) explain_mapping(why, request);
  if (why || lies_within(base, request.length, place)) return base;
  backend::unmap(base, request.length, why.code);
  if (why.attribute_to(operation::munmap)) return nullptr;
  return map_in_gap(request, place, why);
}

}  // namespace mmapkit
