#include <mmapkit/region.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <limits>

#include "core.hpp"
#include "offered.hpp"
#include "pages.hpp"

namespace mmapkit {

namespace {

region copy_of(const backend::region_entry& entry) {
  return {.addr = entry.addr,
          .size = entry.size,
          .protection = entry.protection,
          .shared = entry.shared,
          .offset = entry.offset,
          .name = std::string{entry.name},
          .page_size = entry.page_size};
}

// What `visit` may throw is kept until the system's list is closed.
template <class Visit>
void visit_regions(const void* from, Visit visit) {
  struct {
    Visit& visit;
    std::exception_ptr thrown;
  } context{visit, nullptr};
  const auto show = [](void* data, const backend::region_entry& entry) {
    auto& its = *static_cast<decltype(context)*>(data);
    try {
      return its.visit(entry);
    } catch (...) {
      its.thrown = std::current_exception();
      return false;
    }
  };
  failure why;
  if (check_call(operation::regions, why)) {
    backend::regions(from, show, &context, why.code);
    why.failed(operation::regions);
  }
  if (context.thrown != nullptr) std::rethrow_exception(context.thrown);
  if (why) raise(why, "the regions of this process");
}

}  // namespace

std::vector<region> regions() {
  std::vector<region> all;
  visit_regions(nullptr, [&](const backend::region_entry& entry) {
    all.push_back(copy_of(entry));
    return true;
  });
  return all;
}

std::optional<region> find_region(const void* addr) {
  std::optional<region> found;
  visit_regions(addr, [&](const backend::region_entry& entry) {
    if (entry.addr <= addr) found = copy_of(entry);
    return false;
  });
  return found;
}

std::optional<region_usage> find_region_usage(const void* addr) {
  failure why;
  backend::usage_entry entry;
  bool found = false;
  if (check_call(operation::find_region_usage, why)) {
    found = backend::region_usage_at(addr, entry, why.code);
    why.failed(operation::find_region_usage);
  }
  if (why) raise(why, core::describe(addr, 1));
  if (!found) return std::nullopt;
  entry.usage.kernel_flags = entry.kernel_flags.data();
  return entry.usage;
}

namespace {

bool check_fits(const void* addr, std::size_t length, failure& why) noexcept {
  const auto room = std::numeric_limits<std::uintptr_t>::max() - reinterpret_cast<std::uintptr_t>(addr);
  if (length <= room - std::min<std::uintptr_t>(room, backend::page_size())) return true;
  return refuse(why, operation::scan_pages, std::errc::value_too_large, "{m} bytes reach beyond the address space",
                length);
}

// A run may go on where the kernel's last answer ended.
void append(std::vector<page_run>& all, std::span<const page_run> runs) {
  for (const auto& run : runs) {
    auto* const last = all.empty() ? nullptr : &all.back();
    if (last != nullptr && last->addr + last->size == run.addr && last->categories == run.categories)
      last->size += run.size;
    else
      all.push_back(run);
  }
}

}  // namespace

std::vector<page_run> scan_pages(const void* addr, std::size_t length, page_category wanted, scan_flag flags) {
  constexpr auto what = operation::scan_pages;
  failure why;
  std::vector<page_run> all;
  if (check_call(what, why) && check_offered(what, flags, why) && check_offered(what, wanted, why) &&
      check_fits(addr, length, why)) {
    std::array<page_run, 256> some{};
    const auto* const end = static_cast<const std::byte*>(addr) + whole_pages(length) * backend::page_size();
    const void* rest = addr;
    while (rest < end && !why) {
      const auto left = static_cast<std::size_t>(end - static_cast<const std::byte*>(rest));
      all.reserve(all.size() + some.size());  // what was found shall not be lost
      const auto count = backend::scan_pages(rest, left, wanted, flags, some, rest, why.code);
      if (!why.failed(what)) append(all, std::span{some}.first(count));
    }
  }
  if (why) raise(why, core::describe(addr, length));
  return all;
}

}  // namespace mmapkit
