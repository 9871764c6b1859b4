/// \file
/// How pages are locked: mlock2().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// How a range is locked.
///
/// \sa Linux \linuxman{mlock2,2}
enum class lock_flag : std::uint64_t {
  none = 0,
  on_fault = 1U << 0,  ///< MLOCK_ONFAULT
};

template <>
inline constexpr bool is_bitmask<lock_flag> = true;

template <>
inline constexpr flag_row<lock_flag> rows<lock_flag>[] = {
    {lock_flag::none, "none", "", mark::every, "POSIX.1-1993", "every page is in memory when the call returns"},
    {lock_flag::on_fault, "on_fault", "MLOCK_ONFAULT", mark::linux_, "Linux 4.4",
     "pages that are in memory are locked now, the others when they are first touched"},
};

}  // namespace mmapkit
