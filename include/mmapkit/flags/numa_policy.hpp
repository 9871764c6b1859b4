/// \file
/// Where pages are taken from: set_mempolicy().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// Where pages are taken from. Not a set.
///
/// \sa Linux \linuxman{set_mempolicy,2}, \linuxman{mbind,2}
enum class numa_policy : std::uint64_t {
  default_,             ///< MPOL_DEFAULT
  preferred,            ///< MPOL_PREFERRED
  bind,                 ///< MPOL_BIND
  interleave,           ///< MPOL_INTERLEAVE
  local,                ///< MPOL_LOCAL
  preferred_many,       ///< MPOL_PREFERRED_MANY
  weighted_interleave,  ///< MPOL_WEIGHTED_INTERLEAVE
};

template <>
inline constexpr bool takes_native_number<numa_policy> = true;

template <>
inline constexpr flag_row<numa_policy> rows<numa_policy>[] = {
    {numa_policy::default_, "default_", "MPOL_DEFAULT", mark::linux_, "Linux 2.6.7",
     "as if nothing had been said; takes no nodes"},
    {numa_policy::preferred, "preferred", "MPOL_PREFERRED", mark::linux_, "Linux 2.6.7",
     "from the node, or from others if it is full"},
    {numa_policy::bind, "bind", "MPOL_BIND", mark::linux_, "Linux 2.6.7", "from these nodes and no others"},
    {numa_policy::interleave, "interleave", "MPOL_INTERLEAVE", mark::linux_, "Linux 2.6.7",
     "from these nodes in turn, page by page"},
    {numa_policy::local, "local", "MPOL_LOCAL", mark::linux_, "Linux 3.8",
     "from the node of the processor that touches it first"},
    {numa_policy::preferred_many, "preferred_many", "MPOL_PREFERRED_MANY", mark::linux_, "Linux 5.15",
     "from these nodes, or from others"},
    {numa_policy::weighted_interleave, "weighted_interleave", "MPOL_WEIGHTED_INTERLEAVE", mark::linux_, "Linux 6.9",
     "from these nodes in turn, by their weights"},
};

}  // namespace mmapkit
