/// \file
/// How node numbers are meant: set_mempolicy().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// How the node numbers are meant, and whether pages follow the threads that use them.
///
/// \sa Linux \linuxman{set_mempolicy,2}
enum class numa_flag : std::uint64_t {
  none = 0,
  static_nodes = 1U << 0,    ///< MPOL_F_STATIC_NODES
  relative_nodes = 1U << 1,  ///< MPOL_F_RELATIVE_NODES
  balancing = 1U << 2,       ///< MPOL_F_NUMA_BALANCING
};

template <>
inline constexpr bool is_bitmask<numa_flag> = true;

template <>
inline constexpr flag_row<numa_flag> rows<numa_flag>[] = {
    {numa_flag::none, "none", "", mark::linux_, "Linux 2.6.7", "nothing more"},
    {numa_flag::static_nodes, "static_nodes", "MPOL_F_STATIC_NODES", mark::linux_, "Linux 2.6.26",
     "the nodes stay these when the process's set of nodes changes"},
    {numa_flag::relative_nodes, "relative_nodes", "MPOL_F_RELATIVE_NODES", mark::linux_, "Linux 2.6.26",
     "the nodes are counted within the process's set"},
    {numa_flag::balancing, "balancing", "MPOL_F_NUMA_BALANCING", mark::linux_, "Linux 5.12",
     "with bind or preferred_many: pages may move to where they are used"},
};

}  // namespace mmapkit
