#include "resize_pages.hpp"

#include <algorithm>
#include <cstring>

#include "backend/mappings.hpp"
#include "backend/regions.hpp"
#include "backend/system.hpp"
#include "calls/mincore.hpp"
#include "calls/region.hpp"
#include "checks/availability.hpp"

namespace mmapkit {

namespace {

// Calls visit(first, last, protection) for each part of the range with one protection, until it returns false. Where
// the system does not list regions, all of it has the protection of the mapping.
template <class Visit>
void visit_protections(const resize_request& wanted, std::byte* first, std::byte* last, std::error_code& error,
                       Visit visit) {
  if (!has(row_of(call::regions)->where, backend::system())) {
    visit(first, last, wanted.protection);
    return;
  }
  struct {
    std::byte* first;
    std::byte* last;
    Visit& visit;
  } context{first, last, visit};
  const auto visit_region = [](void* data, const backend::region_entry& entry) {
    auto& state = *static_cast<decltype(context)*>(data);
    auto* const from = std::max(state.first, entry.addr);
    auto* const to = std::min(state.last, entry.addr + entry.size);
    return from >= to ? entry.addr < state.last : state.visit(from, to, entry.protection) && to < state.last;
  };
  backend::regions(first, visit_region, &context, error);
}

// A huge page that is not resident has no content, and must not be touched: the pool may be empty, which is SIGBUS.
bool is_resident(const std::byte* addr, std::size_t unit) noexcept {
  failure ignored;
  return unit == 0 || calls::count_resident(addr, 1, no_handle, ignored).resident != 0;
}

// The protection of the last page, which has one. Where the system's list of regions cannot be had, that of the whole
// mapping, unless what the page can be used for tells otherwise.
protection_flag find_protection(const resize_request& wanted, std::byte* first, std::byte* last,
                                failure& why) noexcept {
  auto found = wanted.protection;
  visit_protections(wanted, first, last, why.code,
                    [&](std::byte* /*from*/, std::byte* /*to*/, protection_flag protection) {
                      found = protection;
                      return false;
                    });
  if (why.code && !has(wanted.protection, protection_flag::write) &&
      backend::can_load(first) == has(wanted.protection, protection_flag::read))
    why = {};
  calls::attribute_to_list(resizing, why);
  return found;
}

}  // namespace

bool zero_last_page(const resize_request& wanted, failure& why) noexcept {
  const auto& now = wanted.now;
  auto* const first = static_cast<std::byte*>(now.addr) + now.size;
  auto* const mapped_end = static_cast<std::byte*>(now.base) + whole_pages(now.length) * backend::page_size();
  auto* const last = std::min(mapped_end, static_cast<std::byte*>(now.addr) + wanted.size);
  if (first >= last || !is_resident(first, now.unit)) return true;
  const auto rest = static_cast<std::size_t>(last - first);
  const auto protection = backend::can_store(first) ? for_stores : find_protection(wanted, first, last, why);
  if (why) return false;
  const auto pages = from_page(first, rest, now.unit);
  const bool makes_writable = !has(protection, for_stores);
  if (makes_writable) backend::protect(pages.base, pages.length, for_stores, why.code);
  if (why.attribute_to(resizing)) return false;
  std::memset(first, 0, rest);
  if (makes_writable) backend::protect(pages.base, pages.length, protection, why.code);
  return !why.attribute_to(resizing);
}

// Where the list of regions cannot be had the pages of huge memory are asked one by one; what is not resident has no
// content to be copied.
bool is_readable(const resize_request& wanted, failure& why) noexcept {
  auto* const first = static_cast<std::byte*>(wanted.now.base);
  bool readable = true;
  visit_protections(wanted, first, first + wanted.now.length, why.code,
                    [&](std::byte* /*from*/, std::byte* /*to*/, protection_flag protection) {
                      readable = has(protection, protection_flag::read);
                      return readable;
                    });
  if (why.code && wanted.now.unit != 0) {
    why = {};
    for (std::size_t at = 0; at < wanted.now.length && readable; at += wanted.now.unit)
      readable = !is_resident(first + at, wanted.now.unit) || backend::can_load(first + at);
  }
  if (calls::attribute_to_list(resizing, why)) return false;
  return readable || refuse(why, resizing, std::errc::permission_denied,
                            "the memory has to be copied, and not all of it can be read");
}

void copy_changed_pages(std::byte* to, const std::byte* from, std::size_t length, std::size_t unit) noexcept {
  const auto step = std::max(backend::page_size(), unit);
  for (std::size_t done = 0, size = 0; done < length; done += size) {
    size = std::min(step - reinterpret_cast<std::uintptr_t>(from + done) % step, length - done);
    if (!is_resident(from + done, unit)) continue;
    if (std::memcmp(to + done, from + done, size) != 0) std::memcpy(to + done, from + done, size);
  }
}

}  // namespace mmapkit
