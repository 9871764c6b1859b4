/// \file
/// What a child process gets: minherit().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// What a child process gets. Not a set.
///
/// \sa BSD and macOS \freebsdman{minherit,2}
enum class inherit : std::uint64_t {
  share,  ///< INHERIT_SHARE
  copy,   ///< INHERIT_COPY
  none,   ///< INHERIT_NONE
  zero,   ///< INHERIT_ZERO
};

template <>
inline constexpr bool takes_native_number<inherit> = true;

template <>
inline constexpr flag_row<inherit> rows<inherit>[] = {
    {inherit::share, "share", "INHERIT_SHARE", mark::apple | mark::bsd, "4.4BSD",
     "the same memory: both see each other's stores"},
    {inherit::copy, "copy", "INHERIT_COPY", mark::apple | mark::bsd, "4.4BSD", "a copy, as it is now"},
    {inherit::none, "none", "INHERIT_NONE", mark::apple | mark::bsd, "4.4BSD", "nothing (Linux: advice::dont_fork)"},
    {inherit::zero, "zero", "INHERIT_ZERO", mark::freebsd | mark::netbsd | mark::openbsd, "OpenBSD 5.6",
     "zeros (Linux: advice::wipe_on_fork)"},
};

}  // namespace mmapkit
