/// \file
/// How shared memory is renamed: shm_rename().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// What shm_rename does where the other name is taken.
///
/// \sa FreeBSD \freebsdman{shm_rename,2}
enum class shm_rename_flag : std::uint64_t {
  none = 0,
  no_replace = 1U << 0,  ///< SHM_RENAME_NOREPLACE
  exchange = 1U << 1,    ///< SHM_RENAME_EXCHANGE
};

template <>
inline constexpr bool is_bitmask<shm_rename_flag> = true;

template <>
inline constexpr flag_row<shm_rename_flag> rows<shm_rename_flag>[] = {
    {shm_rename_flag::none, "none", "", mark::freebsd, "FreeBSD 13.0", "the object that had it loses it"},
    {shm_rename_flag::no_replace, "no_replace", "SHM_RENAME_NOREPLACE", mark::freebsd, "FreeBSD 13.0", "an error"},
    {shm_rename_flag::exchange, "exchange", "SHM_RENAME_EXCHANGE", mark::freebsd, "FreeBSD 13.0",
     "the two objects change names"},
};

}  // namespace mmapkit
