#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <span>

#include <mmapkit/flags/call.hpp>
#include <mmapkit/flags/numa_flag.hpp>
#include <mmapkit/flags/numa_move.hpp>
#include <mmapkit/flags/numa_policy.hpp>

#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/numa.hpp"
#include "backend/system.hpp"
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
  return native_number_of(policy);
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

// Null if no node is named; else the number of bits plus one, as the kernel counts them.
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

numa_policy get_mempolicy(const void* addr, node_mask& nodes, std::error_code& error) noexcept {
  int mode = 0;
  const auto flags = addr == nullptr ? 0UL : static_cast<unsigned long>(mempolicy_addr);
  if (call_kernel(error, SYS_get_mempolicy, &mode, nodes.data(), 8UL * sizeof nodes, addr, flags) == -1) return {};
  auto policy = static_cast<std::uint32_t>(mode) & 0xffU;
  // Before Linux 5.14 that is how MPOL_LOCAL is told.
  if (policy == mempolicy_preferred && nodes == node_mask{}) policy = *native_value(numa_policy::local);
  for (const auto& row : rows<numa_policy>)
    if (native_value(row.flag) == policy) return row.flag;
  return native_number<numa_policy>(policy);  // of a newer kernel
}

void set_mempolicy_home_node(void* addr, std::size_t length, unsigned node, std::error_code& error) noexcept {
  call_kernel(error, SYS_set_mempolicy_home_node, addr, length, static_cast<unsigned long>(node), 0UL);
}

void allowed_nodes(node_mask& nodes, std::error_code& error) noexcept {
  call_kernel(error, SYS_get_mempolicy, nullptr, nodes.data(), 8UL * sizeof nodes, nullptr,
              static_cast<unsigned long>(mempolicy_allowed));
}

namespace {

// move_pages(2): moves the pages if there are nodes, and reports where they are.
constexpr std::size_t pages_at_once = 256;
constexpr int untried = -EAGAIN;

bool place_some(int process, std::span<page_status> pages, const int* nodes, unsigned long flags,
                std::error_code& error) noexcept {
  std::array<const void*, pages_at_once> addresses{};
  std::array<int, pages_at_once> status{};
  status.fill(untried);
  std::transform(pages.begin(), pages.end(), addresses.begin(), [](const page_status& page) { return page.addr; });
  if (call_kernel(error, SYS_move_pages, process, pages.size(), addresses.data(), nodes, status.data(), flags) == -1)
    return false;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    pages[i].error = status[i] < 0 ? std::error_code{-status[i], std::system_category()} : std::error_code{};
    if (status[i] >= 0) pages[i].node = static_cast<unsigned>(status[i]);
  }
  return true;
}

// Calls place(part) for parts of `pages`, until one fails.
template <class Place>
void in_parts(std::span<page_status> pages, Place place) noexcept {
  bool placed = true;
  for (; placed && !pages.empty(); pages = pages.subspan(std::min(pages.size(), pages_at_once)))
    placed = place(pages.first(std::min(pages.size(), pages_at_once)));
}

}  // namespace

void move_pages(int process, std::span<page_status> pages, numa_move how, std::error_code& error) noexcept {
  in_parts(pages, [&](std::span<page_status> some) {
    std::array<int, pages_at_once> nodes{};
    std::transform(some.begin(), some.end(), nodes.begin(),
                   [](const page_status& page) { return static_cast<int>(page.node); });
    return place_some(process, some, nodes.data(), native_set(how), error);
  });
}

void find_nodes(int process, std::span<page_status> pages, std::error_code& error) noexcept {
  in_parts(pages, [&](std::span<page_status> some) { return place_some(process, some, nullptr, 0, error); });
}

std::size_t migrate_pages(int process, const node_mask& from, const node_mask& to, std::error_code& error) noexcept {
  const long left = call_kernel(error, SYS_migrate_pages, process, 8UL * sizeof from + 1, from.data(), to.data());
  return left > 0 ? static_cast<std::size_t>(left) : 0;
}

}  // namespace mmapkit::backend
