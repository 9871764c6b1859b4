// PAGEMAP_SCAN.
#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include <mmapkit/flags/call.hpp>
#include <mmapkit/flags/page_category.hpp>
#include <mmapkit/flags/region.hpp>
#include <mmapkit/flags/scan_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/regions.hpp"
#include "backend/system.hpp"
#include "os.hpp"
#include "pagemap.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(scan_flag flag) noexcept {
  switch (flag) {
    case scan_flag::none: return 0;
    case scan_flag::write_protect: return 1U << 0;
    case scan_flag::check_async: return 1U << 1;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(page_category category) noexcept {
  switch (category) {
    case page_category::write_protect_allowed: return 1U << 0;
    case page_category::written: return 1U << 1;
    case page_category::file: return 1U << 2;
    case page_category::present: return 1U << 3;
    case page_category::swapped: return 1U << 4;
    case page_category::zero_frame: return 1U << 5;
    case page_category::huge: return 1U << 6;
    case page_category::soft_dirty: return 1U << 7;
    case page_category::guard: return 1U << 8;
  }
  return std::nullopt;
}

bool available(scan_flag /*flag*/) noexcept { return available(call::scan_pages); }

namespace {

page_category categories_of(std::uint64_t native) noexcept {
  page_category found{};
  for (const auto& row : rows<page_category>)
    if ((native & *native_value(row.flag)) != 0) found |= row.flag;
  return found;
}

}  // namespace

// All kernels accept the category; one that tracks it says that a page which was just stored to is soft-dirty.
bool counts_soft_dirty() noexcept {
  void* const page = os::mmap(nullptr, page_size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return false;
  *static_cast<volatile char*>(page) = 1;
  std::array<page_run, 1> run;
  const void* rest = nullptr;
  std::error_code error;
  const bool counts = scan_pages(page, page_size(), page_category::soft_dirty, scan_flag::none, run, rest, error) == 1;
  os::munmap(page, page_size());
  return counts;
}

// Unknown categories are refused.
bool available(page_category category) noexcept {
  if (category == page_category::soft_dirty) return counts_soft_dirty();
  std::error_code error;
  const pagemap file{error};
  if (error) return false;
  scan_request request{};
  request.size = sizeof request;
  request.start = request.end = page_size();
  request.category_mask = request.return_mask = *native_value(category);
  return file.scan(request, error) != -1;
}

std::size_t scan_pages(const void* addr, std::size_t length, page_category wanted, scan_flag flags,
                       std::span<page_run> runs, const void*& rest, std::error_code& error) noexcept {
  const pagemap file{error};
  if (error) return 0;
  std::array<scanned_run, 256> native;  // NOLINT(cppcoreguidelines-pro-type-member-init): the kernel fills it
  scan_request request{};
  request.size = sizeof request;
  request.flags = native_set(flags);
  request.start = reinterpret_cast<std::uintptr_t>(addr);
  request.end = request.start + length;
  request.runs = reinterpret_cast<std::uintptr_t>(native.data());
  request.runs_length = std::min(native.size(), runs.size());
  request.category_mask = native_set(wanted);
  request.return_mask = request.category_mask;
  const int found = file.scan(request, error);
  if (found == -1) return 0;
  const auto count = static_cast<std::size_t>(found);
  std::transform(native.begin(), native.begin() + found, runs.begin(), [](const scanned_run& run) {
    return page_run{.addr = reinterpret_cast<std::byte*>(static_cast<std::uintptr_t>(run.start)),
                    .size = static_cast<std::size_t>(run.end - run.start),
                    .categories = categories_of(run.categories)};
  });
  rest = reinterpret_cast<const void*>(static_cast<std::uintptr_t>(request.walk_end));
  return count;
}

}  // namespace mmapkit::backend
