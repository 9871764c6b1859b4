#include "../bits.hpp"
#include "kernel.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(numa_policy policy) noexcept {
  switch (policy) {
    case numa_policy::default_: return 0;
    case numa_policy::preferred: return mempolicy_preferred;
    case numa_policy::bind: return 2;
    case numa_policy::interleave: return 3;
    case numa_policy::local: return 4;
    case numa_policy::preferred_many: return 5;
    case numa_policy::weighted_interleave: return 6;
  }
  return std::nullopt;
}

bool available(numa_policy policy) noexcept {
  if (policy == numa_policy::preferred_many && !kernel_is_at_least(5, 15)) return false;
  if (policy == numa_policy::weighted_interleave && !kernel_is_at_least(6, 9)) return false;
  return available(call::mbind);
}

std::optional<std::uint32_t> native_value(numa_flag flag) noexcept {
  switch (flag) {
    case numa_flag::none: return 0;
    case numa_flag::static_nodes: return 1U << 15;
    case numa_flag::relative_nodes: return 1U << 14;
    case numa_flag::balancing: return 1U << 13;
  }
  return std::nullopt;
}

bool available(numa_flag flag) noexcept {
  return available(call::mbind) && (flag != numa_flag::balancing || kernel_is_at_least(5, 12));
}

std::optional<std::uint32_t> native_value(numa_move move) noexcept {
  switch (move) {
    case numa_move::none: return 0;
    case numa_move::strict: return 1;
    case numa_move::move: return 2;
    case numa_move::move_all: return 4;
  }
  return std::nullopt;
}

bool available(numa_move /*move*/) noexcept { return available(call::mbind); }

namespace {

unsigned long mode_of(numa_policy policy, numa_flag flags) noexcept {
  return *native_value(policy) | native_set(flags);
}

// No mask where no node is named; else one more than its bits, as the kernel counts them.
struct native_nodes {
  explicit native_nodes(const node_mask& nodes) noexcept {
    if (nodes == node_mask{}) return;
    mask = nodes.data();
    bits = 8 * sizeof nodes + 1;
  }

  const unsigned long* mask = nullptr;
  unsigned long bits = 0;
};

}  // namespace

void mbind(void* addr, std::size_t length, numa_policy policy, const node_mask& nodes, numa_flag flags, numa_move move,
           std::error_code& error) noexcept {
  const native_nodes native{nodes};
  call_kernel(error, SYS_mbind, addr, length, mode_of(policy, flags), native.mask, native.bits, native_set(move));
}

void set_mempolicy(numa_policy policy, const node_mask& nodes, numa_flag flags, std::error_code& error) noexcept {
  const native_nodes native{nodes};
  call_kernel(error, SYS_set_mempolicy, static_cast<long>(mode_of(policy, flags)), native.mask, native.bits);
}

numa_policy get_mempolicy(const void* addr, std::error_code& error) noexcept {
  int mode = 0;
  const auto flags = addr == nullptr ? 0UL : static_cast<unsigned long>(mempolicy_addr);
  if (call_kernel(error, SYS_get_mempolicy, &mode, nullptr, 0UL, addr, flags) == -1) return {};
  const auto policy = static_cast<std::uint32_t>(mode) & 0xffU;
  for (const auto& row : rows<numa_policy>)
    if (native_value(row.flag) == policy) return row.flag;
  error = refusal(std::errc::operation_not_supported);
  return {};
}

unsigned node_of(const void* addr, std::error_code& error) noexcept {
  int node = 0;
  call_kernel(error, SYS_get_mempolicy, &node, nullptr, 0UL, addr,
              static_cast<unsigned long>(mempolicy_node | mempolicy_addr));
  return static_cast<unsigned>(node);
}

void set_mempolicy_home_node(void* addr, std::size_t length, unsigned node, std::error_code& error) noexcept {
  call_kernel(error, SYS_set_mempolicy_home_node, addr, length, static_cast<unsigned long>(node), 0UL);
}

}  // namespace mmapkit::backend
