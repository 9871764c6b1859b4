/// \file
/// On which NUMA nodes memory lies.
#pragma once

#include <cstddef>
#include <span>
#include <system_error>
#include <vector>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/flag_set.hpp>
#include <mmapkit/flags/numa_flag.hpp>
#include <mmapkit/flags/numa_move.hpp>
#include <mmapkit/flags/numa_policy.hpp>
#include <mmapkit/flags/page_status.hpp>

namespace mmapkit {

/// `long mbind(void *addr, unsigned long len, int mode, const unsigned long *nodemask, unsigned long maxnode, unsigned
/// flags);`
///
/// Sets the policy for a range. `addr` is a multiple of page_size(), `length` in bytes, rounded up to pages; `nodes`
/// are node numbers below 1024.
///
/// \throws mmap_error invalid_argument for nodes that the system lacks or the policy does not take;
/// function_not_supported where the kernel has no NUMA; input_output_error by numa_move::strict.
/// \par Platforms
/// Linux. Elsewhere, mmap_options::numa_node where memory is made.
/// \par Example
/// \code{.cpp}
/// const unsigned nodes[] = {0, 1};
/// mmapkit::mbind(addr, size, numa_policy::interleave, nodes);
/// \endcode
/// \sa Linux \linuxman{mbind,2}
MMAPKIT_EXPORT void mbind(void* addr, std::size_t length, numa_policy policy, std::span<const unsigned> nodes = {},
                          numa_flag flags = numa_flag::none, numa_move move = numa_move::none);
MMAPKIT_EXPORT void mbind(void* addr, std::size_t length, numa_policy policy, std::span<const unsigned> nodes,
                          numa_flag flags, numa_move move, std::error_code& error) noexcept;

/// `long set_mempolicy(int mode, const unsigned long *nodemask, unsigned long maxnode);`
/// Sets the policy of the calling thread, for memory without one of its own.
///
/// \throws mmap_error as mbind.
/// \par Platforms
/// Linux.
/// \par Example
/// \code{.cpp}
/// mmapkit::set_mempolicy(numa_policy::local);
/// \endcode
/// \sa Linux \linuxman{set_mempolicy,2}
MMAPKIT_EXPORT void set_mempolicy(numa_policy policy, std::span<const unsigned> nodes = {},
                                  numa_flag flags = numa_flag::none);
MMAPKIT_EXPORT void set_mempolicy(numa_policy policy, std::span<const unsigned> nodes, numa_flag flags,
                                  std::error_code& error) noexcept;

/// `long get_mempolicy(int *mode, unsigned long *nodemask, unsigned long maxnode, void *addr, unsigned long flags);`
/// The policy at an address, or that of the calling thread for a null one. What the library has no name for is
/// `native_number<numa_policy>(number)`.
///
/// \throws mmap_error bad_address where nothing is mapped.
/// \par Platforms
/// Linux.
/// \par Example
/// \code{.cpp}
/// if (mmapkit::get_mempolicy(addr) == numa_policy::bind) ...
/// \endcode
/// \sa Linux \linuxman{get_mempolicy,2}
[[nodiscard]] MMAPKIT_EXPORT numa_policy get_mempolicy(const void* addr = nullptr);
[[nodiscard]] MMAPKIT_EXPORT numa_policy get_mempolicy(const void* addr, std::error_code& error) noexcept;

/// `long get_mempolicy(NULL, unsigned long *nodemask, unsigned long maxnode, void *addr, unsigned long flags);`
/// The nodes that were given with that policy, in order; none for policies that take none.
///
/// \throws mmap_error as get_mempolicy
/// \throws std::bad_alloc
/// \par Platforms
/// Linux.
/// \par Example
/// \code{.cpp}
/// for (const unsigned node : policy_nodes(addr)) std::cout << node << '\n';
/// \endcode
/// \sa Linux \linuxman{get_mempolicy,2}
[[nodiscard]] MMAPKIT_EXPORT std::vector<unsigned> policy_nodes(const void* addr = nullptr);

/// `long get_mempolicy(..., MPOL_F_NODE | MPOL_F_ADDR);`
/// The node that the page at the address lies on. Faults the page in.
///
/// \throws mmap_error
/// \par Platforms
/// Linux, Windows (QueryWorkingSetEx).
/// \par Example
/// \code{.cpp}
/// std::cout << "on node " << node_of(addr) << '\n';
/// \endcode
/// \sa Linux \linuxman{get_mempolicy,2}
[[nodiscard]] MMAPKIT_EXPORT unsigned node_of(const void* addr);
[[nodiscard]] MMAPKIT_EXPORT unsigned node_of(const void* addr, std::error_code& error) noexcept;

/// `long set_mempolicy_home_node(unsigned long start, unsigned long len, unsigned long home_node, unsigned long
/// flags);`
///
/// The node to try first in a range whose policy is bind or preferred_many.
///
/// \throws mmap_error operation_not_supported for another policy.
/// \par Platforms
/// Linux 5.17.
/// \par Example
/// \code{.cpp}
/// set_mempolicy_home_node(addr, size, 1);
/// \endcode
/// \sa Linux \linuxman{set_mempolicy_home_node,2}
MMAPKIT_EXPORT void set_mempolicy_home_node(void* addr, std::size_t length, unsigned node);
MMAPKIT_EXPORT void set_mempolicy_home_node(void* addr, std::size_t length, unsigned node,
                                            std::error_code& error) noexcept;

/// `long get_mempolicy(..., MPOL_F_MEMS_ALLOWED);`
/// The nodes whose memory the calling thread may use, in order.
///
/// \throws mmap_error
/// \throws std::bad_alloc
/// \par Platforms
/// Linux 2.6.24.
/// \par Example
/// \code{.cpp}
/// mmapkit::mbind(addr, size, numa_policy::interleave, allowed_nodes());
/// \endcode
/// \sa Linux \linuxman{get_mempolicy,2}
[[nodiscard]] MMAPKIT_EXPORT std::vector<unsigned> allowed_nodes();

/// `long move_pages(int pid, unsigned long count, void **pages, const int *nodes, int *status, int flags);`
/// Moves pages of this process, each to its node; afterwards `node` is where it lies, and `error` why not where it
/// should: permission_denied if others use it too (numa_move::move_all moves it, by root), not_enough_memory on that
/// node, resource_unavailable_try_again if it was not tried. `how` is numa_move::move or move_all. With `process`, its
/// number, the pages are of that process, and the addresses too.
///
/// \throws mmap_error no_such_device for a node without memory; no_such_process; operation_not_permitted for a process
/// that the caller may not trace (ptrace). A page that did not move is no error of the call.
/// \par Platforms
/// Linux 2.6.18.
/// \par Example
/// \code{.cpp}
/// page_status places[] = {{first, 0}, {second, 1}};
/// mmapkit::move_pages(places);
/// \endcode
/// \sa Linux \linuxman{move_pages,2}
MMAPKIT_EXPORT void move_pages(std::span<page_status> pages, numa_move how = numa_move::move);
MMAPKIT_EXPORT void move_pages(std::span<page_status> pages, numa_move how, std::error_code& error) noexcept;
MMAPKIT_EXPORT void move_pages(int process, std::span<page_status> pages, numa_move how = numa_move::move);
MMAPKIT_EXPORT void move_pages(int process, std::span<page_status> pages, numa_move how,
                               std::error_code& error) noexcept;

/// `long move_pages(int pid, unsigned long count, void **pages, NULL, int *status, int flags);`
/// Says on which node each page lies. Unlike node_of, it brings none in. With `process`, the pages of that process.
/// `error` is no_such_file_or_directory for a page without content, which Linux 5.10 and 6.1 call bad_address in
/// anonymous memory, and bad_address where nothing is mapped.
///
/// \throws mmap_error no_such_process; operation_not_permitted as move_pages
/// \par Platforms
/// Linux 2.6.18.
/// \par Example
/// \code{.cpp}
/// page_status places[] = {{addr}};
/// find_nodes(places);
/// \endcode
/// \sa Linux \linuxman{move_pages,2}
MMAPKIT_EXPORT void find_nodes(std::span<page_status> pages);
MMAPKIT_EXPORT void find_nodes(std::span<page_status> pages, std::error_code& error) noexcept;
MMAPKIT_EXPORT void find_nodes(int process, std::span<page_status> pages);
MMAPKIT_EXPORT void find_nodes(int process, std::span<page_status> pages, std::error_code& error) noexcept;

/// `long migrate_pages(int pid, unsigned long maxnode, const unsigned long *old_nodes, const unsigned long
/// *new_nodes);`
///
/// Moves all pages of this process, or of that with the number `process`, that lie on nodes of `from` to those of `to`.
/// Returns how many could not be moved.
///
/// \throws mmap_error invalid_argument for nodes that the process may not use; no_such_process;
/// operation_not_permitted as move_pages.
/// \par Platforms
/// Linux 2.6.16.
/// \par Example
/// \code{.cpp}
/// const unsigned from[] = {0}, to[] = {1};
/// mmapkit::migrate_pages(from, to);
/// \endcode
/// \sa Linux \linuxman{migrate_pages,2}
MMAPKIT_EXPORT std::size_t migrate_pages(std::span<const unsigned> from, std::span<const unsigned> to);
MMAPKIT_EXPORT std::size_t migrate_pages(std::span<const unsigned> from, std::span<const unsigned> to,
                                         std::error_code& error) noexcept;
MMAPKIT_EXPORT std::size_t migrate_pages(int process, std::span<const unsigned> from, std::span<const unsigned> to);
MMAPKIT_EXPORT std::size_t migrate_pages(int process, std::span<const unsigned> from, std::span<const unsigned> to,
                                         std::error_code& error) noexcept;

}  // namespace mmapkit
