/// \file
/// How shared memory is made: shm_open2().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// What shm_open2 makes beside what shm_open does.
///
/// \sa FreeBSD \freebsdman{shm_open,2}
enum class shm_flag : std::uint64_t {
  none = 0,
  allow_sealing = 1U << 0,  ///< SHM_ALLOW_SEALING
  grow_on_write = 1U << 1,  ///< SHM_GROW_ON_WRITE
  large_page = 1U << 2,     ///< SHM_LARGEPAGE
};

template <>
inline constexpr bool is_bitmask<shm_flag> = true;

template <>
inline constexpr flag_row<shm_flag> rows<shm_flag>[] = {
    {shm_flag::none, "none", "", mark::freebsd, "FreeBSD 13.0", "as shm_open"},
    {shm_flag::allow_sealing, "allow_sealing", "SHM_ALLOW_SEALING", mark::freebsd, "FreeBSD 13.0",
     "add_seals may forbid changes to it"},
    {shm_flag::grow_on_write, "grow_on_write", "SHM_GROW_ON_WRITE", mark::freebsd, "FreeBSD 13.0",
     "writing beyond the end makes it longer"},
    {shm_flag::large_page, "large_page", "SHM_LARGEPAGE", mark::freebsd, "FreeBSD 13.0",
     "it is made of large pages; shm_create_largepage says of which"},
};

}  // namespace mmapkit
