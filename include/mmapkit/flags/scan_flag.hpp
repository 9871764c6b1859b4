/// \file
/// How pages are scanned: the ioctl PAGEMAP_SCAN.
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// What scan_pages does beside looking.
///
/// \sa Linux PAGEMAP_SCAN
enum class scan_flag : std::uint64_t {
  none = 0,
  write_protect = 1U << 0,  ///< PM_SCAN_WP_MATCHING
  check_async = 1U << 1,    ///< PM_SCAN_CHECK_WPASYNC
};

template <>
inline constexpr bool is_bitmask<scan_flag> = true;

template <>
inline constexpr flag_row<scan_flag> rows<scan_flag>[] = {
    {scan_flag::none, "none", "", mark::linux_, "Linux 6.7", "nothing more"},
    {scan_flag::write_protect, "write_protect", "PM_SCAN_WP_MATCHING", mark::linux_, "Linux 6.7",
     "the pages that are found count as not written from now on: memory that a userfaultfd watches for writes"},
    {scan_flag::check_async, "check_async", "PM_SCAN_CHECK_WPASYNC", mark::linux_, "Linux 6.7",
     "refuse where the memory is not watched so, instead of passing it over"},
};

}  // namespace mmapkit
