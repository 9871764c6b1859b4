#include "region.hpp"

#include <mmapkit/calls/region.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <utility>

#include "backend/page_math.hpp"
#include "backend/regions.hpp"
#include "backend/system.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"

namespace mmapkit {

namespace {

constexpr auto no_memory = "there is no memory for the answer";

region copy_of(const backend::region_entry& entry) {
  return {.addr = entry.addr,
          .size = entry.size,
          .protection = entry.protection,
          .shared = entry.shared,
          .offset = entry.offset,
          .name = std::string{entry.name},
          .page_size = entry.page_size};
}

// An exception of `visit`, that there is no memory, must not pass through the backend.
template <class Visit>
void visit_regions(const void* from, failure& why, Visit visit) noexcept {
  constexpr auto what = operation::regions;
  struct {
    Visit& visit;
    bool lacks_memory;
  } context{visit, false};
  const auto show = [](void* data, const backend::region_entry& entry) {
    auto& state = *static_cast<decltype(context)*>(data);
    try {
      return state.visit(entry);
    } catch (const std::bad_alloc&) {
      state.lacks_memory = true;
      return false;
    }
  };
  if (!check_call(what, why)) return;
  backend::regions(from, show, &context, why.code);
  calls::attribute_to_list(what, why);
  if (context.lacks_memory) refuse(why, what, std::errc::not_enough_memory, no_memory);
}

std::vector<region> list_regions(failure& why) noexcept {
  std::vector<region> all;
  visit_regions(nullptr, why, [&](const backend::region_entry& entry) {
    all.push_back(copy_of(entry));
    return true;
  });
  if (why) all.clear();
  return all;
}

std::optional<region> region_at(const void* addr, failure& why) noexcept {
  std::optional<region> found;
  visit_regions(addr, why, [&](const backend::region_entry& entry) {
    if (entry.addr <= addr) found = copy_of(entry);
    return false;
  });
  return found;
}

constexpr auto regions_in_words = "the regions of this process";

}  // namespace

bool calls::attribute_to_list(operation by, failure& why) noexcept {
  if (!why.attribute_to(by)) return false;
  if (why.code == std::errc::no_such_file_or_directory)
    why.reason = "the system's list of its memory is not there, as where /proc is not mounted";
  if (why.code == std::errc::too_many_files_open || why.code == std::errc::too_many_files_open_in_system)
    why.reason = "the system's list of its memory is a file, and no descriptor is free";
  return true;
}

std::optional<region_usage> calls::usage_at(const void* addr, failure& why) noexcept {
  backend::usage_entry entry;
  if (!check_call(operation::find_region_usage, why)) return std::nullopt;
  const bool found = backend::region_usage_at(addr, entry, why.code);
  if (attribute_to_list(operation::find_region_usage, why) || !found) return std::nullopt;
  try {
    entry.usage.kernel_flags = entry.kernel_flags.data();
  } catch (const std::bad_alloc&) {
    refuse(why, operation::find_region_usage, std::errc::not_enough_memory, no_memory);
    return std::nullopt;
  }
  return std::move(entry.usage);
}

std::vector<region> regions() {
  failure why;
  auto all = list_regions(why);
  if (why) raise(why, regions_in_words);
  return all;
}

std::vector<region> regions(std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return list_regions(why); });
}

std::optional<region> find_region(const void* addr) {
  failure why;
  auto found = region_at(addr, why);
  if (why) raise(why, regions_in_words);
  return found;
}

std::optional<region> find_region(const void* addr, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return region_at(addr, why); });
}

std::optional<region_usage> find_region_usage(const void* addr) {
  failure why;
  auto found = calls::usage_at(addr, why);
  if (why) raise(why, describe(addr, 1));
  return found;
}

std::optional<region_usage> find_region_usage(const void* addr, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return calls::usage_at(addr, why); });
}

namespace {

bool check_fits(const void* addr, std::size_t length, failure& why) noexcept {
  const auto space_above = std::numeric_limits<std::uintptr_t>::max() - reinterpret_cast<std::uintptr_t>(addr);
  if (length <= space_above - std::min<std::uintptr_t>(space_above, backend::page_size())) return true;
  return refuse(why, operation::scan_pages, std::errc::value_too_large, "{m} bytes reach beyond the address space",
                length);
}

// The first run of an answer may continue the last one of the answer before.
void append(std::vector<page_run>& all, std::span<const page_run> runs) {
  for (const auto& run : runs) {
    auto* const last = all.empty() ? nullptr : &all.back();
    if (last != nullptr && last->addr + last->size == run.addr && last->categories == run.categories)
      last->size += run.size;
    else
      all.push_back(run);
  }
}

// Calls before() and then found(runs) for each answer of the system.
template <class Before, class Found>
void scan(const void* addr, std::size_t length, page_category wanted, scan_flag flags, failure& why, Before before,
          Found found) {
  constexpr auto what = operation::scan_pages;
  if (!check_call(what, why) || !check_available(what, flags, why) || !check_available(what, wanted, why) ||
      !check_fits(addr, length, why))
    return;
  std::array<page_run, 256> batch{};
  const auto* const end = static_cast<const std::byte*>(addr) + whole_pages(length) * backend::page_size();
  const void* rest = addr;
  while (rest < end && !why) {
    const auto left = static_cast<std::size_t>(end - static_cast<const std::byte*>(rest));
    before(batch.size());
    const auto count = backend::scan_pages(rest, left, wanted, flags, batch, rest, why.code);
    if (!calls::attribute_to_list(what, why)) found(std::span{batch}.first(count));
  }
}

std::vector<page_run> list_runs(const void* addr, std::size_t length, page_category wanted, scan_flag flags,
                                failure& why) noexcept {
  std::vector<page_run> all;
  try {
    // Memory is taken before the system is asked: it may reset what it reports.
    scan(
        addr, length, wanted, flags, why, [&](std::size_t more) { all.reserve(all.size() + more); },
        [&](std::span<const page_run> runs) { append(all, runs); });
  } catch (const std::bad_alloc&) {
    refuse(why, operation::scan_pages, std::errc::not_enough_memory, no_memory);
  }
  if (why) all.clear();
  return all;
}

}  // namespace

std::size_t calls::count_bytes_of(const void* addr, std::size_t length, page_category wanted, failure& why) noexcept {
  std::size_t bytes = 0;
  scan(
      addr, length, wanted, scan_flag::none, why, [](std::size_t /*more*/) {},
      [&](std::span<const page_run> runs) {
        for (const auto& run : runs) bytes += run.size;
      });
  return bytes;
}

std::vector<page_run> scan_pages(const void* addr, std::size_t length, page_category wanted, scan_flag flags) {
  failure why;
  auto all = list_runs(addr, length, wanted, flags, why);
  if (why) raise(why, describe(addr, length));
  return all;
}

std::vector<page_run> scan_pages(const void* addr, std::size_t length, page_category wanted, scan_flag flags,
                                 std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return list_runs(addr, length, wanted, flags, why); });
}

}  // namespace mmapkit
