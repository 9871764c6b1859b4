/// \file
/// What mbind() does with pages that are in memory.
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// What mbind does with pages that are in memory already.
///
/// \sa Linux \linuxman{mbind,2}
enum class numa_move : std::uint64_t {
  none = 0,
  strict = 1U << 0,    ///< MPOL_MF_STRICT
  move = 1U << 1,      ///< MPOL_MF_MOVE
  move_all = 1U << 2,  ///< MPOL_MF_MOVE_ALL
};

template <>
inline constexpr bool is_bitmask<numa_move> = true;

template <>
inline constexpr flag_row<numa_move> rows<numa_move>[] = {
    {numa_move::none, "none", "", mark::linux_, "Linux 2.6.7", "they stay where they are"},
    {numa_move::strict, "strict", "MPOL_MF_STRICT", mark::linux_, "Linux 2.6.7",
     "an error if one is not where it should be"},
    {numa_move::move, "move", "MPOL_MF_MOVE", mark::linux_, "Linux 2.6.16",
     "they move, if only this process uses them"},
    {numa_move::move_all, "move_all", "MPOL_MF_MOVE_ALL", mark::linux_, "Linux 2.6.16", "they move; by root"},
};

}  // namespace mmapkit
