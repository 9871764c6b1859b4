#include <span>

#include "backend/numa.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(numa_policy)

MMAPKIT_UNIMPLEMENTED(numa_flag)

MMAPKIT_UNIMPLEMENTED(numa_move)

void mbind(void*, std::size_t, numa_policy, const node_mask&, numa_flag, numa_move, std::error_code& error) noexcept {
  set_unimplemented(error);
}

void set_mempolicy(numa_policy, const node_mask&, numa_flag, std::error_code& error) noexcept {
  set_unimplemented(error);
}

numa_policy get_mempolicy(const void*, node_mask&, std::error_code& error) noexcept {
  set_unimplemented(error);
  return {};
}

void set_mempolicy_home_node(void*, std::size_t, unsigned, std::error_code& error) noexcept {
  set_unimplemented(error);
}

void allowed_nodes(node_mask&, std::error_code& error) noexcept { set_unimplemented(error); }

void move_pages(int, std::span<page_status>, numa_move, std::error_code& error) noexcept { set_unimplemented(error); }

void find_nodes(int, std::span<page_status>, std::error_code& error) noexcept { set_unimplemented(error); }

std::size_t migrate_pages(int, const node_mask&, const node_mask&, std::error_code& error) noexcept {
  set_unimplemented(error);
  return 0;
}

}  // namespace mmapkit::backend
