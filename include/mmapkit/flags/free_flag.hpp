/// \file
/// How memory is given back: VirtualFree.
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// How virtual_free gives back.
///
/// \sa \win32{memoryapi,VirtualFree}
enum class free_flag : std::uint64_t {
  decommit = 1U << 0,               ///< MEM_DECOMMIT
  release = 1U << 1,                ///< MEM_RELEASE
  preserve_placeholder = 1U << 2,   ///< MEM_PRESERVE_PLACEHOLDER
  coalesce_placeholders = 1U << 3,  ///< MEM_COALESCE_PLACEHOLDERS
};

template <>
inline constexpr bool is_bitmask<free_flag> = true;

template <>
inline constexpr flag_row<free_flag> rows<free_flag>[] = {
    {free_flag::decommit, "decommit", "MEM_DECOMMIT", mark::windows, "Windows XP",
     "the memory, not the addresses; the content is gone"},
    {free_flag::release, "release", "MEM_RELEASE", mark::windows, "Windows XP",
     "the addresses too; the whole of a reservation"},
    {free_flag::preserve_placeholder, "preserve_placeholder", "MEM_PRESERVE_PLACEHOLDER", mark::windows,
     "Windows 10 1803", "with release: a placeholder stays; a part of a placeholder is split off"},
    {free_flag::coalesce_placeholders, "coalesce_placeholders", "MEM_COALESCE_PLACEHOLDERS", mark::windows,
     "Windows 10 1803", "with release: neighbouring placeholders become one"},
};

}  // namespace mmapkit
