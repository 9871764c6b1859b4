#include "absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(numa_policy)
MMAPKIT_ABSENT(numa_flag)
MMAPKIT_ABSENT(numa_move)

void mbind(void*, std::size_t, numa_policy, const node_mask&, numa_flag, numa_move, std::error_code& error) noexcept {
  refuse_absent(error);
}

void set_mempolicy(numa_policy, const node_mask&, numa_flag, std::error_code& error) noexcept { refuse_absent(error); }

numa_policy get_mempolicy(const void*, std::error_code& error) noexcept {
  refuse_absent(error);
  return {};
}

void set_mempolicy_home_node(void*, std::size_t, unsigned, std::error_code& error) noexcept { refuse_absent(error); }

void allowed_nodes(node_mask&, std::error_code& error) noexcept { refuse_absent(error); }

void move_pages(std::span<page_place>, numa_move, std::error_code& error) noexcept { refuse_absent(error); }

void find_nodes(std::span<page_place>, std::error_code& error) noexcept { refuse_absent(error); }

std::size_t migrate_pages(const node_mask&, const node_mask&, std::error_code& error) noexcept {
  refuse_absent(error);
  return 0;
}

}  // namespace mmapkit::backend
