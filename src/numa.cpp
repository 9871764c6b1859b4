#include <mmapkit/numa.hpp>

#include <limits>

#include "core.hpp"
#include "formatted.hpp"
#include "offered.hpp"

namespace mmapkit {

namespace {

using backend::node_mask;

constexpr unsigned word = 8 * sizeof(unsigned long);

bool make_mask(operation what, std::span<const unsigned> nodes, node_mask& mask, failure& why) noexcept {
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

// How pages are moved: by one of the two flags that say so.
bool check_move(numa_move how, failure& why) noexcept {
  constexpr auto what = operation::move_pages;
  if (!check_call(what, why) || !check_offered(what, how, why)) return false;
  return how == numa_move::move || how == numa_move::move_all ||
         refuse(why, what, std::errc::invalid_argument, "numa_move::move or numa_move::move_all is needed");
}

failure move(std::span<page_place> pages, numa_move how) noexcept {
  constexpr auto what = operation::move_pages;
  failure why;
  if (!check_move(how, why)) return why;
  for (const auto& page : pages)
    if (page.node > std::numeric_limits<int>::max())
      return refuse(what, std::errc::invalid_argument, "there is no node {m}", page.node);
  backend::move_pages(pages, how, why.code);
  why.failed(what);
  return why;
}

failure find(std::span<page_place> pages) noexcept {
  failure why;
  if (!check_call(operation::find_nodes, why)) return why;
  backend::find_nodes(pages, why.code);
  why.failed(operation::find_nodes);
  return why;
}

std::size_t migrate(std::span<const unsigned> from, std::span<const unsigned> to, failure& why) noexcept {
  constexpr auto what = operation::migrate_pages;
  node_mask source;
  node_mask target;
  if (!check_call(what, why) || !make_mask(what, from, source, why) || !make_mask(what, to, target, why)) return 0;
  const auto left = backend::migrate_pages(source, target, why.code);
  why.failed(what);
  return left;
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

std::vector<unsigned> allowed_nodes() {
  failure why;
  node_mask mask{};
  if (check_call(operation::allowed_nodes, why)) {
    backend::allowed_nodes(mask, why.code);
    why.failed(operation::allowed_nodes);
  }
  if (why) raise(why, this_thread);
  std::vector<unsigned> nodes;
  for (unsigned node = 0; node < word * mask.size(); ++node)
    if ((mask[node / word] >> (node % word) & 1U) != 0) nodes.push_back(node);
  return nodes;
}

void move_pages(std::span<page_place> pages, numa_move how) {
  if (const auto why = move(pages, how)) raise(why, formatted("{} pages", pages.size()));
}

void move_pages(std::span<page_place> pages, numa_move how, std::error_code& error) noexcept {
  core::report(move(pages, how), error);
}

void find_nodes(std::span<page_place> pages) {
  if (const auto why = find(pages)) raise(why, formatted("{} pages", pages.size()));
}

void find_nodes(std::span<page_place> pages, std::error_code& error) noexcept { core::report(find(pages), error); }

std::size_t migrate_pages(std::span<const unsigned> from, std::span<const unsigned> to) {
  failure why;
  const auto left = migrate(from, to, why);
  if (why) raise(why, "the pages of this process");
  return left;
}

std::size_t migrate_pages(std::span<const unsigned> from, std::span<const unsigned> to,
                          std::error_code& error) noexcept {
  failure why;
  const auto left = migrate(from, to, why);
  core::report(why, error);
  return left;
}

}  // namespace mmapkit
