/// \file
/// How a mapping may move: mremap().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// How a mapping may move.
///
/// \sa Linux \linuxman{mremap,2}, NetBSD \netbsdman{mremap,2}
enum class mremap_flag : std::uint64_t {
  none = 0,
  may_move = 1U << 0,    ///< MREMAP_MAYMOVE
  fixed = 1U << 1,       ///< MREMAP_FIXED
  dont_unmap = 1U << 2,  ///< MREMAP_DONTUNMAP
  duplicate = 1U << 3,   ///< MAP_REMAPDUP
};

template <>
inline constexpr bool is_bitmask<mremap_flag> = true;

template <>
inline constexpr flag_row<mremap_flag> rows<mremap_flag>[] = {
    {mremap_flag::none, "none", "", mark::linux_ | mark::netbsd, "Linux 1.3.87", "the mapping stays where it is"},
    {mremap_flag::may_move, "may_move", "MREMAP_MAYMOVE", mark::linux_ | mark::netbsd, "Linux 1.3.87",
     "to another address, if there is no room"},
    {mremap_flag::fixed, "fixed", "MREMAP_FIXED", mark::linux_ | mark::netbsd, "Linux 2.3.31",
     "to the new address; what was mapped there is gone; needs may_move"},
    {mremap_flag::dont_unmap, "dont_unmap", "MREMAP_DONTUNMAP", mark::linux_, "Linux 5.7",
     "the old place stays mapped, and empty; needs may_move and an unchanged length"},
    {mremap_flag::duplicate, "duplicate", "MAP_REMAPDUP", mark::linux_ | mark::netbsd, "Linux 2.4",
     "the same pages at a second place; shared mappings; needs may_move"},
};

}  // namespace mmapkit
