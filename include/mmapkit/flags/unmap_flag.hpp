/// \file
/// How a view is unmapped: UnmapViewOfFile2.
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// How unmap_view takes a view away.
///
/// \sa \win32{memoryapi,UnmapViewOfFile2}
enum class unmap_flag : std::uint64_t {
  none = 0,
  transient_boost = 1U << 0,       ///< MEM_UNMAP_WITH_TRANSIENT_BOOST
  preserve_placeholder = 1U << 1,  ///< MEM_PRESERVE_PLACEHOLDER
};

template <>
inline constexpr bool is_bitmask<unmap_flag> = true;

template <>
inline constexpr flag_row<unmap_flag> rows<unmap_flag>[] = {
    {unmap_flag::none, "none", "", mark::windows, "Windows XP", "nothing more"},
    {unmap_flag::transient_boost, "transient_boost", "MEM_UNMAP_WITH_TRANSIENT_BOOST", mark::windows, "Windows 8",
     "the pages keep some priority: they will be used again soon"},
    {unmap_flag::preserve_placeholder, "preserve_placeholder", "MEM_PRESERVE_PLACEHOLDER", mark::windows,
     "Windows 10 1803", "a placeholder stays where the view was"},
};

}  // namespace mmapkit
