#include <mmapkit/numa.hpp>

#include "core.hpp"
#include "offered.hpp"

namespace mmapkit {

namespace {

using backend::node_mask;

bool make_mask(operation what, std::span<const unsigned> nodes, node_mask& mask, failure& why) noexcept {
  constexpr unsigned word = 8 * sizeof(unsigned long);
  mask = {};
  for (const auto node : nodes) {
    if (node >= word * mask.size())
      return refuse(why, what, std::errc::invalid_argument, "node {m} is beyond the {n} that can be named", node,
                    word * mask.size());
    mask[node / word] |= 1UL << (node % word);
  }
  return true;
}

bool check(operation what, numa_policy policy, numa_flag flags, failure& why) noexcept {
  return check_call(what, why) && check_offered(what, policy, why) && check_offered(what, flags, why);
}

failure bind(void* addr, std::size_t length, numa_policy policy, std::span<const unsigned> nodes, numa_flag flags,
             numa_move move) noexcept {
  failure why;
  node_mask mask;
  if (!check(operation::mbind, policy, flags, why) || !check_offered(operation::mbind, move, why) ||
      !make_mask(operation::mbind, nodes, mask, why))
    return why;
  backend::mbind(addr, length, policy, mask, flags, move, why.code);
  why.failed(operation::mbind);
  return why;
}

failure set_policy(numa_policy policy, std::span<const unsigned> nodes, numa_flag flags) noexcept {
  failure why;
  node_mask mask;
  if (!check(operation::set_mempolicy, policy, flags, why) || !make_mask(operation::set_mempolicy, nodes, mask, why))
    return why;
  backend::set_mempolicy(policy, mask, flags, why.code);
  why.failed(operation::set_mempolicy);
  return why;
}

numa_policy find_policy(const void* addr, failure& why) noexcept {
  if (!check_call(operation::get_mempolicy, why)) return {};
  const auto policy = backend::get_mempolicy(addr, why.code);
  why.failed(operation::get_mempolicy);
  return policy;
}

unsigned find_node(const void* addr, failure& why) noexcept {
  if (!check_call(operation::node_of, why)) return 0;
  const auto node = backend::node_of(addr, why.code);
  why.failed(operation::node_of);
  return node;
}

failure set_home(void* addr, std::size_t length, unsigned node) noexcept {
  failure why;
  if (!check_call(operation::set_mempolicy_home_node, why)) return why;
  backend::set_mempolicy_home_node(addr, length, node, why.code);
  why.failed(operation::set_mempolicy_home_node);
  return why;
}

constexpr const char* this_thread = "this thread";

std::string at(const void* addr) { return addr == nullptr ? this_thread : core::describe(addr, 1); }

}  // namespace

void mbind(void* addr, std::size_t length, numa_policy policy, std::span<const unsigned> nodes, numa_flag flags,
           numa_move move) {
  if (const auto why = bind(addr, length, policy, nodes, flags, move))
    raise(why, core::describe(addr, length) + " as " + to_string(policy));
}

void mbind(void* addr, std::size_t length, numa_policy policy, std::span<const unsigned> nodes, numa_flag flags,
           numa_move move, std::error_code& error) noexcept {
  core::report(bind(addr, length, policy, nodes, flags, move), error);
}

void set_mempolicy(numa_policy policy, std::span<const unsigned> nodes, numa_flag flags) {
  if (const auto why = set_policy(policy, nodes, flags))
    raise(why, std::string{this_thread} + " as " + to_string(policy));
}

void set_mempolicy(numa_policy policy, std::span<const unsigned> nodes, numa_flag flags,
                   std::error_code& error) noexcept {
  core::report(set_policy(policy, nodes, flags), error);
}

numa_policy get_mempolicy(const void* addr) {
  failure why;
  const auto policy = find_policy(addr, why);
  if (why) raise(why, at(addr));
  return policy;
}

numa_policy get_mempolicy(const void* addr, std::error_code& error) noexcept {
  failure why;
  const auto policy = find_policy(addr, why);
  core::report(why, error);
  return policy;
}

unsigned node_of(const void* addr) {
  failure why;
  const auto node = find_node(addr, why);
  if (why) raise(why, core::describe(addr, 1));
  return node;
}

unsigned node_of(const void* addr, std::error_code& error) noexcept {
  failure why;
  const auto node = find_node(addr, why);
  core::report(why, error);
  return node;
}

void set_mempolicy_home_node(void* addr, std::size_t length, unsigned node) {
  if (const auto why = set_home(addr, length, node)) raise(why, core::describe(addr, length));
}

void set_mempolicy_home_node(void* addr, std::size_t length, unsigned node, std::error_code& error) noexcept {
  core::report(set_home(addr, length, node), error);
}

}  // namespace mmapkit
