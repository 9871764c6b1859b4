// On which NUMA nodes memory lies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>
#include <vector>

#include <mmapkit/flag_set.hpp>

namespace mmapkit {

// Where pages are taken from. Not a set.
// Source: Linux set_mempolicy(2), mbind(2).
enum class numa_policy : std::uint8_t {
  default_,
  preferred,
  bind,
  interleave,
  local,
  preferred_many,
  weighted_interleave,
};

template <>
inline constexpr flag_row<numa_policy> rows<numa_policy>[] = {
    {numa_policy::default_, "default_", mark::linux_, "Linux 2.6.7", "as if nothing had been said; takes no nodes"},
    {numa_policy::preferred, "preferred", mark::linux_, "Linux 2.6.7", "from the node, or from others if it is full"},
    {numa_policy::bind, "bind", mark::linux_, "Linux 2.6.7", "from these nodes and no others"},
    {numa_policy::interleave, "interleave", mark::linux_, "Linux 2.6.7", "from these nodes in turn, page by page"},
    {numa_policy::local, "local", mark::linux_, "Linux 3.8", "from the node of the processor that touches it first"},
    {numa_policy::preferred_many, "preferred_many", mark::linux_, "Linux 5.15", "from these nodes, or from others"},
    {numa_policy::weighted_interleave, "weighted_interleave", mark::linux_, "Linux 6.9",
     "from these nodes in turn, by their weights"},
};

// How the node numbers are meant, and whether pages follow the threads that use them.
// Source: Linux set_mempolicy(2).
enum class numa_flag : std::uint64_t {
  none = 0,
  static_nodes = 1U << 0,
  relative_nodes = 1U << 1,
  balancing = 1U << 2,
};

template <>
inline constexpr bool is_bitmask<numa_flag> = true;

template <>
inline constexpr flag_row<numa_flag> rows<numa_flag>[] = {
    {numa_flag::none, "none", mark::linux_, "Linux 2.6.7", "nothing more"},
    {numa_flag::static_nodes, "static_nodes", mark::linux_, "Linux 2.6.26",
     "the nodes stay these when the process's set of nodes changes"},
    {numa_flag::relative_nodes, "relative_nodes", mark::linux_, "Linux 2.6.26",
     "the nodes are counted within the process's set"},
    {numa_flag::balancing, "balancing", mark::linux_, "Linux 5.12",
     "with bind or preferred_many: pages may move to where they are used"},
};

// What mbind does with pages that are in memory already.
// Source: Linux mbind(2).
enum class numa_move : std::uint64_t {
  none = 0,
  strict = 1U << 0,
  move = 1U << 1,
  move_all = 1U << 2,
};

template <>
inline constexpr bool is_bitmask<numa_move> = true;

template <>
inline constexpr flag_row<numa_move> rows<numa_move>[] = {
    {numa_move::none, "none", mark::linux_, "Linux 2.6.7", "they stay where they are"},
    {numa_move::strict, "strict", mark::linux_, "Linux 2.6.7", "an error if one is not where it should be"},
    {numa_move::move, "move", mark::linux_, "Linux 2.6.16", "they move, if only this process uses them"},
    {numa_move::move_all, "move_all", mark::linux_, "Linux 2.6.16", "they move; by root"},
};

// long mbind(void *addr, unsigned long len, int mode, const unsigned long *nodemask, unsigned long maxnode,
//            unsigned flags);
//
// Sets the policy for a range. `addr` is a multiple of page_size(), `length` in bytes, rounded up to pages; `nodes` are
// node numbers below 1024.
// Throws: mmap_error; invalid_argument for nodes that the system lacks or the policy does not take;
// function_not_supported where the kernel has no NUMA; input_output_error by numa_move::strict.
// Platforms: Linux. Elsewhere, mmap_options::numa_node where memory is made.
//
//     const unsigned nodes[] = {0, 1};
//     mbind(addr, size, numa_policy::interleave, nodes);
//
// Source: Linux mbind(2).
MMAPKIT_EXPORT void mbind(void* addr, std::size_t length, numa_policy policy, std::span<const unsigned> nodes = {},
                          numa_flag flags = numa_flag::none, numa_move move = numa_move::none);
MMAPKIT_EXPORT void mbind(void* addr, std::size_t length, numa_policy policy, std::span<const unsigned> nodes,
                          numa_flag flags, numa_move move, std::error_code& error) noexcept;

// long set_mempolicy(int mode, const unsigned long *nodemask, unsigned long maxnode);
//
// Sets the policy of the calling thread, for memory without one of its own.
// Throws: as mbind. Platforms: Linux.
//
//     set_mempolicy(numa_policy::local);
//
// Source: Linux set_mempolicy(2).
MMAPKIT_EXPORT void set_mempolicy(numa_policy policy, std::span<const unsigned> nodes = {},
                                  numa_flag flags = numa_flag::none);
MMAPKIT_EXPORT void set_mempolicy(numa_policy policy, std::span<const unsigned> nodes, numa_flag flags,
                                  std::error_code& error) noexcept;

// long get_mempolicy(int *mode, unsigned long *nodemask, unsigned long maxnode, void *addr, unsigned long flags);
//
// The policy at an address, or that of the calling thread for a null one.
// Throws: mmap_error; bad_address where nothing is mapped. Platforms: Linux. Source: Linux get_mempolicy(2).
//
//     if (get_mempolicy(addr) == numa_policy::bind) ...
[[nodiscard]] MMAPKIT_EXPORT numa_policy get_mempolicy(const void* addr = nullptr);
[[nodiscard]] MMAPKIT_EXPORT numa_policy get_mempolicy(const void* addr, std::error_code& error) noexcept;

// long get_mempolicy(..., MPOL_F_NODE | MPOL_F_ADDR);
//
// The node that the page at the address lies on. Faults the page in.
// Throws: mmap_error. Platforms: Linux, Windows (QueryWorkingSetEx). Source: Linux get_mempolicy(2).
//
//     std::cout << "on node " << node_of(addr) << '\n';
[[nodiscard]] MMAPKIT_EXPORT unsigned node_of(const void* addr);
[[nodiscard]] MMAPKIT_EXPORT unsigned node_of(const void* addr, std::error_code& error) noexcept;

// long set_mempolicy_home_node(unsigned long start, unsigned long len, unsigned long home_node, unsigned long flags);
//
// The node to try first in a range whose policy is bind or preferred_many.
// Throws: mmap_error; operation_not_supported for another policy. Platforms: Linux 5.17.
//
//     set_mempolicy_home_node(addr, size, 1);
//
// Source: Linux set_mempolicy_home_node(2).
MMAPKIT_EXPORT void set_mempolicy_home_node(void* addr, std::size_t length, unsigned node);
MMAPKIT_EXPORT void set_mempolicy_home_node(void* addr, std::size_t length, unsigned node,
                                            std::error_code& error) noexcept;

// long get_mempolicy(..., MPOL_F_MEMS_ALLOWED);
//
// The nodes whose memory the calling thread may use, in order.
// Throws: mmap_error, std::bad_alloc. Platforms: Linux 2.6.24.
//
//     mbind(addr, size, numa_policy::interleave, allowed_nodes());
//
// Source: Linux get_mempolicy(2).
[[nodiscard]] MMAPKIT_EXPORT std::vector<unsigned> allowed_nodes();

// A page, and the node it lies on, or why it does not lie on one: no_such_file_or_directory where nothing is in memory,
// bad_address where nothing is mapped, or nothing but the kernel's page of zeros.
struct page_place {
  const void* addr = nullptr;
  unsigned node = 0;
  std::error_code error{};
};

// long move_pages(int pid, unsigned long count, void **pages, const int *nodes, int *status, int flags);
//
// Moves pages of this process, each to its node; afterwards `node` is where it lies, and `error` why not where it
// should: permission_denied if others use it too (numa_move::move_all moves it, by root), not_enough_memory on that
// node, resource_unavailable_try_again if it was not tried. `how` is numa_move::move or move_all.
//
// Throws: mmap_error; no_such_device for a node without memory. A page that did not move is no error of the call.
// Platforms: Linux 2.6.18.
//
//     page_place places[] = {{first, 0}, {second, 1}};
//     move_pages(places);
//
// Source: Linux move_pages(2).
MMAPKIT_EXPORT void move_pages(std::span<page_place> pages, numa_move how = numa_move::move);
MMAPKIT_EXPORT void move_pages(std::span<page_place> pages, numa_move how, std::error_code& error) noexcept;

// The same call without nodes: where each page lies. Unlike node_of, it brings none in.
// Throws: mmap_error. Platforms: Linux 2.6.18.
//
//     page_place places[] = {{addr}};
//     find_nodes(places);
//
// Source: Linux move_pages(2).
MMAPKIT_EXPORT void find_nodes(std::span<page_place> pages);
MMAPKIT_EXPORT void find_nodes(std::span<page_place> pages, std::error_code& error) noexcept;

// long migrate_pages(int pid, unsigned long maxnode, const unsigned long *old_nodes, const unsigned long *new_nodes);
//
// Moves all pages of this process that lie on nodes of `from` to those of `to`. Returns how many could not be moved.
// Throws: mmap_error; invalid_argument for nodes that the process may not use. Platforms: Linux 2.6.16.
//
//     const unsigned from[] = {0}, to[] = {1};
//     migrate_pages(from, to);
//
// Source: Linux migrate_pages(2).
MMAPKIT_EXPORT std::size_t migrate_pages(std::span<const unsigned> from, std::span<const unsigned> to);
MMAPKIT_EXPORT std::size_t migrate_pages(std::span<const unsigned> from, std::span<const unsigned> to,
                                         std::error_code& error) noexcept;

}  // namespace mmapkit
