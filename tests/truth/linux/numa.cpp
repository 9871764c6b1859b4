// On which nodes memory lies, seen in /proc/self/numa_maps.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <sstream>
#include <vector>

#include "../../support/child.hpp"
#include "memory.hpp"

using namespace mmapkit;
using support::caught;
using support::told_by_child;
using truth::island;

namespace {

// The first two nodes whose memory this process may use; one where there is no more.
std::vector<unsigned> nodes() {
  std::ifstream status{"/proc/self/status"};
  constexpr std::string_view label = "Mems_allowed_list:";
  std::vector<unsigned> found;
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(label)) continue;
    std::string list = line.substr(label.size());
    for (char& sign : list)
      if (sign == ',' || sign == '-') sign = ' ';
    std::istringstream words{list};
    for (unsigned node = 0; found.size() < 2 && words >> node;) found.push_back(node);
  }
  REQUIRE(!found.empty());
  return found;
}

std::vector<unsigned> one_node() { return {nodes().front()}; }

// "7f12a0000000 bind:0 anon=1 ...": the second word of the line of the address.
std::string policy_in_words(const void* addr) {
  std::ifstream maps{"/proc/self/numa_maps"};
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t first = 0;
    std::from_chars(line.data(), line.data() + line.size(), first, 16);
    if (first != reinterpret_cast<std::uintptr_t>(addr)) continue;
    std::istringstream words{line.substr(line.find(' ') + 1)};
    std::string policy;
    std::getline(words >> std::ws, policy, ':');
    return policy;
  }
  return {};
}

// The kernel's words for the policy; none of them where it was built without that file.
void check_bound(numa_policy policy, const std::vector<unsigned>& to, numa_flag flags, std::string_view words) {
  const island memory;
  mbind(memory.data(), memory.size(), policy, to, flags);
  CHECK(get_mempolicy(memory.data()) == policy);
  CHECK(policy_nodes(memory.data()) == to);
  if (!std::filesystem::exists("/proc/self/numa_maps")) return;
  CHECK(policy_in_words(memory.data()).starts_with(words));
}

}  // namespace

PROOF(numa_policy, default_) {
  const island memory;
  mbind(memory.data(), memory.size(), numa_policy::bind, one_node());
  mbind(memory.data(), memory.size(), numa_policy::default_);
  CHECK(get_mempolicy(memory.data()) == numa_policy::default_);
}

PROOF(numa_policy, preferred) { check_bound(numa_policy::preferred, one_node(), numa_flag::none, "prefer"); }
PROOF(numa_policy, bind) { check_bound(numa_policy::bind, one_node(), numa_flag::none, "bind"); }
PROOF(numa_policy, interleave) { check_bound(numa_policy::interleave, one_node(), numa_flag::none, "interleave"); }
PROOF(numa_policy, local) { check_bound(numa_policy::local, {}, numa_flag::none, "local"); }
PROOF(numa_policy, preferred_many) {
  check_bound(numa_policy::preferred_many, one_node(), numa_flag::none, "prefer (many)");
}
PROOF(numa_policy, weighted_interleave) {
  check_bound(numa_policy::weighted_interleave, one_node(), numa_flag::none, "weighted interleave");
}

PROOF(numa_flag, none) { check_bound(numa_policy::bind, one_node(), numa_flag::none, "bind"); }
PROOF(numa_flag, static_nodes) { check_bound(numa_policy::bind, one_node(), numa_flag::static_nodes, "bind=static"); }
PROOF(numa_flag, relative_nodes) { check_bound(numa_policy::bind, {0}, numa_flag::relative_nodes, "bind=relative"); }
PROOF(numa_flag, balancing) { check_bound(numa_policy::bind, one_node(), numa_flag::balancing, "bind=balancing"); }

namespace {

// Pages of one node, bound to the next: `check` is given the memory, both nodes, and what mbind says.
template <class Check>
void bind_elsewhere(numa_move move, Check check) {
  const auto known = nodes();
  const island memory;
  mbind(memory.data(), memory.size(), numa_policy::bind, one_node(), numa_flag::none, numa_move::none);
  madvise(memory.data(), memory.size(), discarding{advice::dont_need});
  std::fill_n(memory.data(), memory.size(), std::byte{1});
  CHECK(node_of(memory.data()) == known.front());
  if (known.size() == 1) MESSAGE("this machine has one node: asserted that what lies right stays");
  const auto there = known.back();
  std::error_code error;
  mbind(memory.data(), memory.size(), numa_policy::bind, {&there, 1}, numa_flag::none, move, error);
  check(memory, known.front(), there, error);
  CHECK(memory.holds(1));
}

}  // namespace

PROOF(numa_move, none) {
  bind_elsewhere(numa_move::none, [](const island& memory, unsigned from, unsigned, std::error_code error) {
    CHECK_FALSE(error);
    CHECK(node_of(memory.data()) == from);
  });
}

PROOF(numa_move, strict) {
  bind_elsewhere(numa_move::strict, [](const island& memory, unsigned from, unsigned to, std::error_code error) {
    CHECK((error == std::errc::io_error) == (from != to));
    CHECK(node_of(memory.data()) == from);
  });
}

PROOF(numa_move, move) {
  bind_elsewhere(numa_move::move, [](const island& memory, unsigned, unsigned to, std::error_code error) {
    CHECK_FALSE(error);
    CHECK(node_of(memory.data()) == to);
  });
}

PROOF(numa_move, move_all) {
  bind_elsewhere(numa_move::move_all, [](const island& memory, unsigned, unsigned to, std::error_code error) {
    if (::geteuid() != 0) {
      CHECK(error == std::errc::operation_not_permitted);
      return;
    }
    CHECK_FALSE(error);
    CHECK(node_of(memory.data()) == to);
  });
}

PROOF(call, mbind) { check_bound(numa_policy::bind, one_node(), numa_flag::none, "bind"); }

PROOF(call, set_mempolicy) {
  const auto answer = told_by_child([] {
    set_mempolicy(numa_policy::bind, one_node());
    return to_string(get_mempolicy());
  });
  CHECK(answer == "bind");
}

PROOF(call, get_mempolicy) { check_bound(numa_policy::interleave, one_node(), numa_flag::none, "interleave"); }

PROOF(call, node_of) {
  const island memory;
  const auto allowed = nodes();
  mbind(memory.data(), memory.size(), numa_policy::bind, one_node(), numa_flag::none, numa_move::move);
  CHECK(node_of(memory.data()) == allowed.front());
}

PROOF(call, set_mempolicy_home_node) {
  const island memory;
  mbind(memory.data(), memory.size(), numa_policy::bind, one_node());
  set_mempolicy_home_node(memory.data(), memory.size(), nodes().front());
  mbind(memory.data(), memory.size(), numa_policy::interleave, one_node());
  CHECK(caught([&] { set_mempolicy_home_node(memory.data(), memory.size(), nodes().front()); }).code() ==
        std::errc::operation_not_supported);
}

PROOF(call, allowed_nodes) {
  const auto allowed = allowed_nodes();
  const auto expected = nodes();
  REQUIRE(allowed.size() >= expected.size());
  CHECK(std::equal(expected.begin(), expected.end(), allowed.begin()));
}

namespace {

// The first page has content, the second has none, the third is mapped nowhere.
std::array<page_status, 3> three_places(const island& memory) {
  madvise(memory.page(1), page_size(), discarding{advice::dont_need});
  return {page_status{memory.page(0)}, page_status{memory.page(1)}, page_status{nullptr}};
}

void check_places(const std::array<page_status, 3>& places, unsigned node) {
  CHECK_FALSE(places[0].error);
  CHECK(places[0].node == node);
  // The second is what older kernels say of anonymous memory.
  CHECK((places[1].error == std::errc::no_such_file_or_directory || places[1].error == std::errc::bad_address));
  CHECK(places[2].error == std::errc::bad_address);
}

}  // namespace

PROOF(call, find_nodes) {
  const island memory{2 * page_size()};
  auto places = three_places(memory);
  find_nodes(places);
  check_places(places, node_of(memory.page(0)));
  std::vector<page_status> many(1000, page_status{memory.page(0)});
  find_nodes(many);
  for (const auto& place : many) CHECK_FALSE(place.error);
}

PROOF(call, move_pages) {
  const island memory{2 * page_size()};
  const auto there = nodes().back();
  auto places = three_places(memory);
  for (auto& place : places) place.node = there;
  move_pages(places);
  check_places(places, there);
  CHECK(node_of(memory.page(0)) == there);
  CHECK(caught([&] { move_pages(places, numa_move::strict); }).code() == std::errc::invalid_argument);
  constexpr unsigned no_such_node = 1023;
  places[0].node = no_such_node;
  CHECK(caught([&] { move_pages(places); }).operation() == "move_pages");
}

PROOF(call, migrate_pages) {
  const auto answer = told_by_child([] {
    const island memory;
    const auto known = nodes();
    const unsigned from[] = {node_of(memory.data())};
    const unsigned to[] = {known.front() == from[0] ? known.back() : known.front()};
    const auto left = migrate_pages(from, to);
    return node_of(memory.data()) == to[0] || left > 0 ? "moved" : "not moved";
  });
  CHECK(answer == "moved");
  constexpr unsigned beyond[] = {1024};
  CHECK(caught([&] { return migrate_pages(beyond, beyond); }).code() == std::errc::invalid_argument);
}
