// PAGEMAP_SCAN, and before Linux 6.7 /proc/self/pagemap itself.
#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/page_category.hpp>
#include <mmapkit/flags/protection_flag.hpp>
#include <mmapkit/flags/region.hpp>

#include "asked_once.hpp"
#include "backend/flag_bits.hpp"
#include "backend/mappings.hpp"
#include "backend/native_value.hpp"
#include "backend/ranges.hpp"
#include "backend/system.hpp"
#include "pagemap.hpp"
#include "values.hpp"

namespace mmapkit::backend {

namespace {

// Documentation/admin-guide/mm/pagemap.rst.
constexpr std::uint64_t file_page = std::uint64_t{1} << 61;
constexpr std::uint64_t has_page = std::uint64_t{3} << 62;  // present, or swapped out

class run_list {
 public:
  explicit run_list(std::span<page_run> runs) noexcept : runs_{runs} {}

  // Returns false if the list is full.
  bool add(std::byte* page, std::size_t size) noexcept {
    if (count_ != 0 && runs_[count_ - 1].addr + runs_[count_ - 1].size == page) {
      runs_[count_ - 1].size += size;
      return true;
    }
    if (count_ == runs_.size()) return false;
    runs_[count_++] = {.addr = page, .size = size};
    return true;
  }

  std::size_t count() const noexcept { return count_; }

 private:
  std::span<page_run> runs_;
  std::size_t count_ = 0;
};

std::size_t read_entries(const pagemap& file, const std::byte* first, std::size_t length, std::span<page_run> runs,
                         const void*& rest, std::error_code& error) noexcept {
  run_list found{runs};
  std::array<std::uint64_t, 512> entries;  // NOLINT(cppcoreguidelines-pro-type-member-init): the kernel fills it
  const auto unit = page_size();
  for (std::size_t at = 0; at < length;) {
    const auto pages = std::min((length - at) / unit, entries.size());
    file.read({entries.data(), pages}, first + at, error);
    if (error) return 0;
    for (std::size_t i = 0; i < pages; ++i, at += unit) {
      if ((entries[i] & has_page) == 0 || (entries[i] & file_page) != 0) continue;
      if (found.add(const_cast<std::byte*>(first) + at, unit)) continue;
      rest = first + at;
      return found.count();
    }
  }
  rest = first + length;
  return found.count();
}

std::size_t query(const void* addr, std::size_t length, std::span<page_run> runs, const void*& rest,
                  std::error_code& error) noexcept {
  const pagemap file{error};
  if (error) return 0;
  std::array<scanned_run, 256> native;  // NOLINT(cppcoreguidelines-pro-type-member-init): the kernel fills it
  scan_request request{};
  request.size = sizeof request;
  request.start = reinterpret_cast<std::uintptr_t>(addr);
  request.end = request.start + length;
  request.runs = reinterpret_cast<std::uintptr_t>(native.data());
  request.runs_length = std::min(native.size(), runs.size());
  request.category_inverted = request.category_mask = *native_value(page_category::file);
  request.category_any_of_mask = native_set(page_category::present | page_category::swapped);
  request.return_mask = *native_value(page_category::file);
  std::error_code older;
  const int found = file.scan(request, older);
  if (found == -1) return read_entries(file, static_cast<const std::byte*>(addr), length, runs, rest, error);
  run_list list{runs};
  for (const auto& run : std::span{native}.first(static_cast<std::size_t>(found)))
    list.add(reinterpret_cast<std::byte*>(static_cast<std::uintptr_t>(run.start)),
             static_cast<std::size_t>(run.end - run.start));
  rest = reinterpret_cast<const void*>(static_cast<std::uintptr_t>(request.walk_end));
  return list.count();
}

// An emulator may pass on the entries in another byte order than this program's. There the number of the physical page
// is in the place of the bits that are looked at: up to 8 pages in a row may have the right ones by chance, and not 16.
constexpr std::size_t tried = 16;

bool are_present(const std::byte* first) noexcept {
  constexpr std::uint64_t present = std::uint64_t{1} << 63;
  constexpr std::uint64_t looked_at = std::uint64_t{31} << 59;
  std::error_code error;
  const pagemap file{error};
  std::array<std::uint64_t, tried> entries{};
  if (!error) file.read(entries, first, error);
  return !error && std::ranges::all_of(entries, [](std::uint64_t entry) { return (entry & looked_at) == present; });
}

// An emulator may show the page tables of its own process. In those of this one, pages that were just stored to are
// present. Nothing where that cannot be found out.
std::optional<std::size_t> is_pagemap_of_this_process(std::error_code& error) noexcept {
  const auto length = tried * page_size();
  const map_request request{.length = length,
                            .protection = protection_flag::read | protection_flag::write,
                            .flags = mmap_flag::private_ | mmap_flag::anonymous};
  auto* const first = static_cast<std::byte*>(map(request, error));
  if (first == nullptr) return std::nullopt;
  for (std::size_t at = 0; at < length; at += page_size()) *static_cast<volatile std::byte*>(first + at) = std::byte{1};
  std::array<page_run, 1> run;
  const void* rest = nullptr;
  const bool is_usable = query(first, length, run, rest, error) == 1 && run[0].addr == first && run[0].size == length &&
                         are_present(first);
  std::error_code ignored;
  unmap(first, length, ignored);
  if (error) return std::nullopt;
  return is_usable ? 1 : 0;
}

asked_once usable;

}  // namespace

std::size_t copy_on_write_pages(const void* addr, std::size_t length, std::span<page_run> runs, const void*& rest,
                                std::error_code& error) noexcept {
  const bool is_usable = usable.get([&] { return is_pagemap_of_this_process(error); }) != 0;
  if (error) return 0;
  if (is_usable) return query(addr, length, runs, rest, error);
  error = refusal(std::errc::function_not_supported);
  return 0;
}

}  // namespace mmapkit::backend
