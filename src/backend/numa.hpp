// NUMA nodes.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <system_error>

#include <mmapkit/flags/page_status.hpp>

#include "native_value.hpp"

namespace mmapkit::backend {

// Node numbers are below this one: MAX_NUMNODES of the largest kernels.
inline constexpr unsigned max_numa_nodes = 1024;

// Node numbers as bits, lowest first.
using node_mask = std::array<unsigned long, max_numa_nodes / (8 * sizeof(unsigned long))>;

// numa.cpp
void mbind(void* addr, std::size_t length, numa_policy policy, const node_mask& nodes, numa_flag flags, numa_move move,
           std::error_code& error) noexcept;
void set_mempolicy(numa_policy policy, const node_mask& nodes, numa_flag flags, std::error_code& error) noexcept;
// Of the memory at `addr`, or with null of this thread; with the nodes that were given with it.
numa_policy get_mempolicy(const void* addr, node_mask& nodes, std::error_code& error) noexcept;
void set_mempolicy_home_node(void* addr, std::size_t length, unsigned node, std::error_code& error) noexcept;
void allowed_nodes(node_mask& nodes, std::error_code& error) noexcept;
// Process 0 is this one. The first two set the node or the error of each page; `error` is for the call as a whole.
void move_pages(int process, std::span<page_status> pages, numa_move how, std::error_code& error) noexcept;
void find_nodes(int process, std::span<page_status> pages, std::error_code& error) noexcept;
// Returns the number of pages that could not be moved.
std::size_t migrate_pages(int process, const node_mask& from, const node_mask& to, std::error_code& error) noexcept;

// node_of.cpp
unsigned node_of(const void* addr, std::error_code& error) noexcept;

}  // namespace mmapkit::backend
