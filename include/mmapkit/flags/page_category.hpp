/// \file
/// What is known of a page: the ioctl PAGEMAP_SCAN.
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// What a page of a range is, as the kernel's page tables have it.
///
/// \sa Linux PAGEMAP_SCAN
enum class page_category : std::uint64_t {
  write_protect_allowed = 1U << 0,  ///< PAGE_IS_WPALLOWED
  written = 1U << 1,                ///< PAGE_IS_WRITTEN
  file = 1U << 2,                   ///< PAGE_IS_FILE
  present = 1U << 3,                ///< PAGE_IS_PRESENT
  swapped = 1U << 4,                ///< PAGE_IS_SWAPPED
  zero_frame = 1U << 5,             ///< PAGE_IS_PFNZERO
  huge = 1U << 6,                   ///< PAGE_IS_HUGE
  soft_dirty = 1U << 7,             ///< PAGE_IS_SOFT_DIRTY
  guard = 1U << 8,                  ///< PAGE_IS_GUARD
};

template <>
inline constexpr bool is_bitmask<page_category> = true;

template <>
inline constexpr flag_row<page_category> rows<page_category>[] = {
    {page_category::write_protect_allowed, "write_protect_allowed", "PAGE_IS_WPALLOWED", mark::linux_, "Linux 6.7",
     "a userfaultfd may protect it against writing"},
    {page_category::written, "written", "PAGE_IS_WRITTEN", mark::linux_, "Linux 6.7",
     "written since it was protected against writing"},
    {page_category::file, "file", "PAGE_IS_FILE", mark::linux_, "Linux 6.7", "a file's, or shared memory"},
    {page_category::present, "present", "PAGE_IS_PRESENT", mark::linux_, "Linux 6.7",
     "in memory, in this process's page table"},
    {page_category::swapped, "swapped", "PAGE_IS_SWAPPED", mark::linux_, "Linux 6.7", "swapped out"},
    {page_category::zero_frame, "zero_frame", "PAGE_IS_PFNZERO", mark::linux_, "Linux 6.7",
     "the one page of zeros that all share"},
    {page_category::huge, "huge", "PAGE_IS_HUGE", mark::linux_, "Linux 6.7", "part of a huge page"},
    {page_category::soft_dirty, "soft_dirty", "PAGE_IS_SOFT_DIRTY", mark::linux_, "Linux 6.8",
     "written since /proc/self/clear_refs was told"},
    {page_category::guard, "guard", "PAGE_IS_GUARD", mark::linux_, "Linux 6.15",
     "a guard page of advice::guard_install"},
};

}  // namespace mmapkit
