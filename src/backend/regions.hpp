// The mapped regions of this process, and what its page tables say.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <system_error>

#include <mmapkit/flags/region.hpp>

#include "native_value.hpp"

namespace mmapkit::backend {

// As mmapkit::region. The name is valid only while it is visited.
struct region_entry {
  std::byte* addr = nullptr;
  std::size_t size = 0;
  protection_flag protection{};
  bool shared = false;
  std::uint64_t offset = 0;
  std::size_t page_size = 0;
  std::uint64_t inode = 0;  // of the file, where the system has such numbers
  std::string_view name;
};

// regions.cpp
// Visits the regions that end after `from`, by address, until `visit` returns false.
void regions(const void* from, bool (*visit)(void* context, const region_entry& entry), void* context,
             std::error_code& error) noexcept;

struct usage_entry {
  region_usage usage;  // without its kernel_flags
  std::array<char, 128> kernel_flags{};
};

// region_usage_at.cpp
// Returns false where nothing is mapped at the address.
bool region_usage_at(const void* addr, usage_entry& found, std::error_code& error) noexcept;

// scan_pages.cpp
// Fills `runs` with the pages of [addr, addr + length) that are of the category, and returns their number; `rest` is
// where to go on, the end when all was seen.
std::size_t scan_pages(const void* addr, std::size_t length, page_category wanted, scan_flag flags,
                       std::span<page_run> runs, const void*& rest, std::error_code& error) noexcept;

}  // namespace mmapkit::backend
