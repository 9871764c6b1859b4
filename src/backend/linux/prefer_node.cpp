#include <mmapkit/flags/numa_flag.hpp>
#include <mmapkit/flags/numa_move.hpp>
#include <mmapkit/flags/numa_policy.hpp>

#include "backend/numa.hpp"
#include "backend/posix/per_system.hpp"

namespace mmapkit::backend::posix {

// Pages that are in memory already are moved.
void prefer_node(void* base, std::size_t length, unsigned node, std::error_code& error) noexcept {
  node_mask nodes{};
  constexpr unsigned word = 8 * sizeof(unsigned long);
  nodes[node / word] = 1UL << (node % word);
  mbind(base, length, numa_policy::preferred, nodes, numa_flag::none, numa_move::move, error);
}

}  // namespace mmapkit::backend::posix
