/// \file
/// How addresses and memory are given: VirtualAlloc2.
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// How addresses and memory are given: mmap_options::allocation, and virtual_alloc.
///
/// \sa \win32{memoryapi,VirtualAlloc}, \win32{memoryapi,VirtualAlloc2}, \win32{memoryapi,MapViewOfFile3}; from nonpaged
/// on MEM_EXTENDED_PARAMETER
enum class allocation_flag : std::uint64_t {
  none = 0,
  commit = 1U << 0,                ///< MEM_COMMIT
  reserve = 1U << 1,               ///< MEM_RESERVE
  placeholder = 1U << 2,           ///< MEM_RESERVE_PLACEHOLDER
  replace_placeholder = 1U << 3,   ///< MEM_REPLACE_PLACEHOLDER
  top_down = 1U << 4,              ///< MEM_TOP_DOWN
  write_watch = 1U << 5,           ///< MEM_WRITE_WATCH
  large_pages = 1U << 6,           ///< MEM_LARGE_PAGES
  pages_64kb = 1U << 7,            ///< MEM_64K_PAGES
  physical = 1U << 8,              ///< MEM_PHYSICAL
  nonpaged = 1U << 9,              ///< MEM_EXTENDED_PARAMETER_NONPAGED
  zero_pages_optional = 1U << 10,  ///< MEM_EXTENDED_PARAMETER_ZERO_PAGES_OPTIONAL
  nonpaged_large = 1U << 11,       ///< MEM_EXTENDED_PARAMETER_NONPAGED_LARGE
  nonpaged_huge = 1U << 12,        ///< MEM_EXTENDED_PARAMETER_NONPAGED_HUGE
  ec_code = 1U << 13,              ///< MEM_EXTENDED_PARAMETER_EC_CODE
};

template <>
inline constexpr bool is_bitmask<allocation_flag> = true;

template <>
inline constexpr flag_row<allocation_flag> rows<allocation_flag>[] = {
    {allocation_flag::none, "none", "", mark::every, "Windows XP", "as mmap does: addresses and memory at once"},
    {allocation_flag::commit, "commit", "MEM_COMMIT", mark::windows, "Windows XP",
     "memory for addresses that are reserved"},
    {allocation_flag::reserve, "reserve", "MEM_RESERVE", mark::windows, "Windows XP", "addresses without memory"},
    {allocation_flag::placeholder, "placeholder", "MEM_RESERVE_PLACEHOLDER", mark::windows, "Windows 10 1803",
     "with reserve: addresses that can be split, and replaced by views"},
    {allocation_flag::replace_placeholder, "replace_placeholder", "MEM_REPLACE_PLACEHOLDER", mark::windows,
     "Windows 10 1803", "in place of a placeholder of the same size"},
    {allocation_flag::top_down, "top_down", "MEM_TOP_DOWN", mark::windows, "Windows XP",
     "at the highest address that is free"},
    {allocation_flag::write_watch, "write_watch", "MEM_WRITE_WATCH", mark::windows, "Windows XP",
     "written_pages tells what was written"},
    {allocation_flag::large_pages, "large_pages", "MEM_LARGE_PAGES", mark::windows, "Windows Server 2003",
     "large pages; needs the right to lock pages in memory"},
    {allocation_flag::pages_64kb, "pages_64kb", "MEM_64K_PAGES", mark::windows, "Windows 10",
     "pages of 64 KiB where the system can"},
    {allocation_flag::physical, "physical", "MEM_PHYSICAL", mark::windows, "Windows XP",
     "with reserve: a window for the pages of allocate_physical_pages"},
    {allocation_flag::nonpaged, "nonpaged", "MEM_EXTENDED_PARAMETER_NONPAGED", mark::windows, "Windows 10 1803",
     "never paged out; needs the right to lock pages in memory"},
    {allocation_flag::zero_pages_optional, "zero_pages_optional", "MEM_EXTENDED_PARAMETER_ZERO_PAGES_OPTIONAL",
     mark::windows, "Windows 10 1803", "the system need not clear the pages"},
    {allocation_flag::nonpaged_large, "nonpaged_large", "MEM_EXTENDED_PARAMETER_NONPAGED_LARGE", mark::windows,
     "Windows 10 1803", "large pages, never paged out; needs the right to lock pages in memory"},
    {allocation_flag::nonpaged_huge, "nonpaged_huge", "MEM_EXTENDED_PARAMETER_NONPAGED_HUGE", mark::windows,
     "Windows 10 1803", "pages of 1 GiB, never paged out; needs the right to lock pages in memory"},
    {allocation_flag::ec_code, "ec_code", "MEM_EXTENDED_PARAMETER_EC_CODE", mark::windows, "Windows 11",
     "for code that can call emulated x64 code; arm64"},
};

}  // namespace mmapkit
