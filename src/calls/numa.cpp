#include <mmapkit/calls/numa.hpp>

#include <limits>

#include "backend/numa.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"
#include "checks/formatted.hpp"
#include "checks/options.hpp"

namespace mmapkit {

namespace {

using backend::node_mask;

constexpr unsigned bits_per_word = 8 * sizeof(unsigned long);

bool make_mask(operation what, std::span<const unsigned> nodes, node_mask& mask, failure& why) noexcept {
  mask = {};
  for (const auto node : nodes) {
    if (!check_node_number(what, node, why)) return false;
    mask[node / bits_per_word] |= 1UL << (node % bits_per_word);
  }
  return true;
}

std::vector<unsigned> numbers_of(const node_mask& mask) {
  std::vector<unsigned> nodes;
  for (unsigned node = 0; node < bits_per_word * mask.size(); ++node)
    if ((mask[node / bits_per_word] >> (node % bits_per_word) & 1U) != 0) nodes.push_back(node);
  return nodes;
}

bool check(operation what, numa_policy policy, numa_flag flags, failure& why) noexcept {
  return check_call(what, why) && check_available(what, policy, why) && check_available(what, flags, why);
}

failure bind(void* addr, std::size_t length, numa_policy policy, std::span<const unsigned> nodes, numa_flag flags,
             numa_move move) noexcept {
  failure why;
  node_mask mask;
  if (!check(operation::mbind, policy, flags, why) || !check_available(operation::mbind, move, why) ||
      !make_mask(operation::mbind, nodes, mask, why))
    return why;
  backend::mbind(addr, length, policy, mask, flags, move, why.code);
  why.attribute_to(operation::mbind);
  return why;
}

failure set_policy(numa_policy policy, std::span<const unsigned> nodes, numa_flag flags) noexcept {
  failure why;
  node_mask mask;
  if (!check(operation::set_mempolicy, policy, flags, why) || !make_mask(operation::set_mempolicy, nodes, mask, why))
    return why;
  backend::set_mempolicy(policy, mask, flags, why.code);
  why.attribute_to(operation::set_mempolicy);
  return why;
}

numa_policy find_policy(const void* addr, node_mask& nodes, failure& why) noexcept {
  nodes = {};
  if (!check_call(operation::get_mempolicy, why)) return {};
  const auto policy = backend::get_mempolicy(addr, nodes, why.code);
  why.attribute_to(operation::get_mempolicy);
  return policy;
}

unsigned find_node(const void* addr, failure& why) noexcept {
  if (!check_call(operation::node_of, why)) return 0;
  const auto node = backend::node_of(addr, why.code);
  why.attribute_to(operation::node_of);
  return node;
}

failure set_home(void* addr, std::size_t length, unsigned node) noexcept {
  failure why;
  if (!check_call(operation::set_mempolicy_home_node, why)) return why;
  backend::set_mempolicy_home_node(addr, length, node, why.code);
  why.attribute_to(operation::set_mempolicy_home_node);
  return why;
}

// move_pages takes MPOL_MF_MOVE or MPOL_MF_MOVE_ALL.
bool check_move(numa_move how, failure& why) noexcept {
  constexpr auto what = operation::move_pages;
  if (!check_call(what, why) || !check_available(what, how, why)) return false;
  return how == numa_move::move || how == numa_move::move_all ||
         refuse(why, what, std::errc::invalid_argument, "numa_move::move or numa_move::move_all is needed");
}

// The system calls take 0 for this process.
constexpr int this_process = 0;

failure move(int process, std::span<page_status> pages, numa_move how) noexcept {
  constexpr auto what = operation::move_pages;
  failure why;
  if (!check_move(how, why)) return why;
  for (const auto& page : pages)
    if (page.node > std::numeric_limits<int>::max())
      return refuse(what, std::errc::invalid_argument, "there is no node {m}", page.node);
  backend::move_pages(process, pages, how, why.code);
  why.attribute_to(what);
  return why;
}

failure find(int process, std::span<page_status> pages) noexcept {
  failure why;
  if (!check_call(operation::find_nodes, why)) return why;
  backend::find_nodes(process, pages, why.code);
  why.attribute_to(operation::find_nodes);
  return why;
}

std::size_t migrate(int process, std::span<const unsigned> from, std::span<const unsigned> to, failure& why) noexcept {
  constexpr auto what = operation::migrate_pages;
  node_mask source;
  node_mask target;
  if (!check_call(what, why) || !make_mask(what, from, source, why) || !make_mask(what, to, target, why)) return 0;
  const auto left = backend::migrate_pages(process, source, target, why.code);
  why.attribute_to(what);
  return left;
}

std::string pages_of(int process, std::size_t count) {
  return process == this_process ? formatted("{} pages", count) : formatted("{} pages of process {}", count, process);
}

constexpr const char* this_thread = "this thread";

std::string at(const void* addr) { return addr == nullptr ? this_thread : describe(addr, 1); }

}  // namespace

void mbind(void* addr, std::size_t length, numa_policy policy, std::span<const unsigned> nodes, numa_flag flags,
           numa_move move) {
  if (const auto why = bind(addr, length, policy, nodes, flags, move))
    raise(why, describe(addr, length) + " as " + to_string(policy));
}

void mbind(void* addr, std::size_t length, numa_policy policy, std::span<const unsigned> nodes, numa_flag flags,
           numa_move move, std::error_code& error) noexcept {
  report(bind(addr, length, policy, nodes, flags, move), error);
}

void set_mempolicy(numa_policy policy, std::span<const unsigned> nodes, numa_flag flags) {
  if (const auto why = set_policy(policy, nodes, flags))
    raise(why, std::string{this_thread} + " as " + to_string(policy));
}

void set_mempolicy(numa_policy policy, std::span<const unsigned> nodes, numa_flag flags,
                   std::error_code& error) noexcept {
  report(set_policy(policy, nodes, flags), error);
}

numa_policy get_mempolicy(const void* addr) {
  failure why;
  node_mask nodes;
  const auto policy = find_policy(addr, nodes, why);
  if (why) raise(why, at(addr));
  return policy;
}

numa_policy get_mempolicy(const void* addr, std::error_code& error) noexcept {
  failure why;
  node_mask nodes;
  const auto policy = find_policy(addr, nodes, why);
  report(why, error);
  return policy;
}

std::vector<unsigned> policy_nodes(const void* addr) {
  failure why;
  node_mask nodes;
  find_policy(addr, nodes, why);
  if (why) raise(why, at(addr));
  return numbers_of(nodes);
}

unsigned node_of(const void* addr) {
  failure why;
  const auto node = find_node(addr, why);
  if (why) raise(why, describe(addr, 1));
  return node;
}

unsigned node_of(const void* addr, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return find_node(addr, why); });
}

void set_mempolicy_home_node(void* addr, std::size_t length, unsigned node) {
  if (const auto why = set_home(addr, length, node)) raise(why, describe(addr, length));
}

void set_mempolicy_home_node(void* addr, std::size_t length, unsigned node, std::error_code& error) noexcept {
  report(set_home(addr, length, node), error);
}

std::vector<unsigned> allowed_nodes() {
  failure why;
  node_mask mask{};
  if (check_call(operation::allowed_nodes, why)) {
    backend::allowed_nodes(mask, why.code);
    why.attribute_to(operation::allowed_nodes);
  }
  if (why) raise(why, this_thread);
  return numbers_of(mask);
}

void move_pages(std::span<page_status> pages, numa_move how) { move_pages(this_process, pages, how); }

void move_pages(std::span<page_status> pages, numa_move how, std::error_code& error) noexcept {
  move_pages(this_process, pages, how, error);
}

void move_pages(int process, std::span<page_status> pages, numa_move how) {
  if (const auto why = move(process, pages, how)) raise(why, pages_of(process, pages.size()));
}

void move_pages(int process, std::span<page_status> pages, numa_move how, std::error_code& error) noexcept {
  report(move(process, pages, how), error);
}

void find_nodes(std::span<page_status> pages) { find_nodes(this_process, pages); }

void find_nodes(std::span<page_status> pages, std::error_code& error) noexcept {
  find_nodes(this_process, pages, error);
}

void find_nodes(int process, std::span<page_status> pages) {
  if (const auto why = find(process, pages)) raise(why, pages_of(process, pages.size()));
}

void find_nodes(int process, std::span<page_status> pages, std::error_code& error) noexcept {
  report(find(process, pages), error);
}

std::size_t migrate_pages(std::span<const unsigned> from, std::span<const unsigned> to) {
  return migrate_pages(this_process, from, to);
}

std::size_t migrate_pages(std::span<const unsigned> from, std::span<const unsigned> to,
                          std::error_code& error) noexcept {
  return migrate_pages(this_process, from, to, error);
}

std::size_t migrate_pages(int process, std::span<const unsigned> from, std::span<const unsigned> to) {
  failure why;
  const auto left = migrate(process, from, to, why);
  if (why)
    raise(why, process == this_process ? "the pages of this process" : formatted("the pages of process {}", process));
  return left;
}

std::size_t migrate_pages(int process, std::span<const unsigned> from, std::span<const unsigned> to,
                          std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return migrate(process, from, to, why); });
}

}  // namespace mmapkit
