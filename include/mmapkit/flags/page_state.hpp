/// \file
/// What mincore() tells of a page.
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// One page, as mincore's byte for it says. macOS and the BSDs tell more than Linux, which has in_core alone.
///
/// \sa Linux and BSD \linuxman{mincore,2}; \win32{psapi,QueryWorkingSetEx}
enum class page_state : std::uint64_t {
  in_core = 1U << 0,           ///< MINCORE_INCORE
  referenced = 1U << 1,        ///< MINCORE_REFERENCED
  modified = 1U << 2,          ///< MINCORE_MODIFIED
  referenced_other = 1U << 3,  ///< MINCORE_REFERENCED_OTHER
  modified_other = 1U << 4,    ///< MINCORE_MODIFIED_OTHER
  paged_out = 1U << 5,         ///< MINCORE_PAGED_OUT
  copied = 1U << 6,            ///< MINCORE_COPIED
  anonymous = 1U << 7,         ///< MINCORE_ANONYMOUS
  super = 1U << 8,             ///< MINCORE_SUPER
};

template <>
inline constexpr bool is_bitmask<page_state> = true;

template <>
inline constexpr flag_row<page_state> rows<page_state>[] = {
    {page_state::in_core, "in_core", "MINCORE_INCORE",
     mark::linux_ | mark::apple | mark::freebsd | mark::dragonfly | mark::netbsd | mark::windows, "4.4BSD",
     "in memory"},
    {page_state::referenced, "referenced", "MINCORE_REFERENCED", mark::apple | mark::freebsd | mark::dragonfly,
     "4.4BSD", "used by this process"},
    {page_state::modified, "modified", "MINCORE_MODIFIED", mark::apple | mark::freebsd | mark::dragonfly, "4.4BSD",
     "changed by this process"},
    {page_state::referenced_other, "referenced_other", "MINCORE_REFERENCED_OTHER",
     mark::apple | mark::freebsd | mark::dragonfly, "4.4BSD", "used by another process"},
    {page_state::modified_other, "modified_other", "MINCORE_MODIFIED_OTHER",
     mark::apple | mark::freebsd | mark::dragonfly, "4.4BSD", "changed by another process"},
    {page_state::paged_out, "paged_out", "MINCORE_PAGED_OUT", mark::apple, "macOS 10.9", "swapped out"},
    {page_state::copied, "copied", "MINCORE_COPIED", mark::apple, "macOS 10.9", "copied on write"},
    {page_state::anonymous, "anonymous", "MINCORE_ANONYMOUS", mark::apple, "macOS 10.9", "not from a file"},
    {page_state::super, "super", "MINCORE_SUPER", mark::freebsd | mark::dragonfly, "FreeBSD 8", "part of a large page"},
};

}  // namespace mmapkit
