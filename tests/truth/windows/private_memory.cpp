// Addresses and memory: VirtualAlloc and its relatives.
#define WIN32_LEAN_AND_MEAN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include <vector>

#include "../proof.hpp"

using namespace mmapkit;
using support::caught;

namespace {

constexpr std::size_t granule = 1 << 16;

DWORD state_of_page(const void* addr) {
  MEMORY_BASIC_INFORMATION info{};
  ::VirtualQuery(addr, &info, sizeof info);
  return info.State;
}

std::byte* allocate(allocation_flag flags, std::size_t size = granule) {
  const auto protection = has(flags, allocation_flag::commit) ? support::read_write : protection_flag::none;
  return static_cast<std::byte*>(virtual_alloc(nullptr, size, flags, protection));
}

void release(void* addr, std::size_t size = granule) { virtual_free(addr, size, free_flag::release); }

constexpr auto whole = allocation_flag::reserve | allocation_flag::commit;

std::byte* placeholder(std::size_t size) {
  return allocate(allocation_flag::reserve | allocation_flag::placeholder, size);
}

}  // namespace

PROOF(allocation_flag, reserve) {
  auto* const memory = allocate(allocation_flag::reserve);
  CHECK(state_of_page(memory) == MEM_RESERVE);
  release(memory);
  CHECK(state_of_page(memory) == MEM_FREE);
}

PROOF(allocation_flag, commit) {
  auto* const memory = allocate(allocation_flag::reserve);
  virtual_alloc(memory, page_size(), allocation_flag::commit, support::read_write);
  CHECK(support::writable(memory));
  CHECK(state_of_page(memory + page_size()) == MEM_RESERVE);
  release(memory);
}

// The highest free address lies above one that is given from below.
PROOF(allocation_flag, top_down) {
  auto* const low = allocate(whole);
  auto* const high = allocate(whole | allocation_flag::top_down);
  CHECK(high > low);
  release(low);
  release(high);
}

PROOF(allocation_flag, write_watch) {
  auto* const memory = allocate(whole | allocation_flag::write_watch);
  memory[page_size()] = std::byte{1};
  CHECK(written_pages(memory, granule) == std::vector<void*>{memory + page_size()});
  release(memory);
}

PROOF(allocation_flag, placeholder) {
  auto* const place = placeholder(2 * granule);
  virtual_free(place, granule, free_flag::release | free_flag::preserve_placeholder);
  release(place);
  CHECK(state_of_page(place) == MEM_FREE);
  CHECK(state_of_page(place + granule) == MEM_RESERVE);
  release(place + granule);
}

PROOF(allocation_flag, replace_placeholder) {
  auto* const place = placeholder(granule);
  CHECK(virtual_alloc(place, granule, whole | allocation_flag::replace_placeholder, support::read_write) == place);
  CHECK(support::writable(place));
  release(place);
}

PROOF(allocation_flag, large_pages) {
  auto* const memory = allocate(whole | allocation_flag::large_pages, large_page_size());
  CHECK(reinterpret_cast<std::uintptr_t>(memory) % large_page_size() == 0);
  release(memory, large_page_size());
}

PROOF(allocation_flag, pages_64kb) {
  auto* const memory = allocate(whole | allocation_flag::pages_64kb);
  CHECK(support::writable(memory));
  release(memory);
}

PROOF(allocation_flag, physical) {
  void* const window =
      virtual_alloc(nullptr, granule, allocation_flag::reserve | allocation_flag::physical, support::read_write);
  CHECK(state_of_page(window) == MEM_RESERVE);
  release(window);
}

PROOF(free_flag, decommit) {
  auto* const memory = allocate(whole);
  virtual_free(memory, page_size(), free_flag::decommit);
  CHECK(state_of_page(memory) == MEM_RESERVE);
  CHECK(support::writable(memory + page_size()));
  release(memory);
}

PROOF(free_flag, release) {
  auto* const memory = allocate(whole);
  release(memory);
  CHECK(state_of_page(memory) == MEM_FREE);
}

PROOF(free_flag, preserve_placeholder) {
  auto* const place = placeholder(granule);
  virtual_alloc(place, granule, whole | allocation_flag::replace_placeholder, support::read_write);
  virtual_free(place, granule, free_flag::release | free_flag::preserve_placeholder);
  CHECK(state_of_page(place) == MEM_RESERVE);
  release(place);
}

PROOF(free_flag, coalesce_placeholders) {
  auto* const place = placeholder(2 * granule);
  virtual_free(place, granule, free_flag::release | free_flag::preserve_placeholder);
  virtual_free(place, 2 * granule, free_flag::release | free_flag::coalesce_placeholders);
  release(place, 2 * granule);
  CHECK(state_of_page(place + granule) == MEM_FREE);
}

namespace {

void check_unmapped(unmap_flag flag, DWORD state_after) {
  const auto memory = mmap(support::anonymous(granule, mmap_flag::shared));
  unmap_view(memory.addr, flag);
  CHECK(state_of_page(memory.addr) == state_after);
}

}  // namespace

PROOF(unmap_flag, none) { check_unmapped(unmap_flag::none, MEM_FREE); }
PROOF(unmap_flag, transient_boost) { check_unmapped(unmap_flag::transient_boost, MEM_FREE); }

PROOF(unmap_flag, preserve_placeholder) {
  auto options = support::anonymous(granule, mmap_flag::shared);
  options.mmap |= mmap_flag::no_replace;
  options.allocation = allocation_flag::replace_placeholder;
  options.address = placeholder(granule);
  const auto view = mmap(options);
  unmap_view(view.addr, unmap_flag::preserve_placeholder);
  CHECK(state_of_page(view.addr) == MEM_RESERVE);
  release(view.addr);
}

namespace {

// What is offered and taken back at once may be gone, but can be used again.
void check_available(offer_priority priority) {
  auto* const memory = allocate(whole);
  memory[0] = std::byte{1};
  offer_memory(memory, granule, priority);
  if (reclaim_memory(memory, granule)) CHECK(memory[0] == std::byte{1});
  CHECK(support::writable(memory));
  release(memory);
}

}  // namespace

PROOF(offer_priority, very_low) { check_available(offer_priority::very_low); }
PROOF(offer_priority, low) { check_available(offer_priority::low); }
PROOF(offer_priority, below_normal) { check_available(offer_priority::below_normal); }
PROOF(offer_priority, normal) { check_available(offer_priority::normal); }
PROOF(call, offer_memory) { check_available(offer_priority::low); }
PROOF(call, reclaim_memory) { check_available(offer_priority::normal); }

PROOF(call, virtual_alloc) {
  auto* const memory = allocate(whole);
  CHECK(support::writable(memory));
  release(memory);
}

PROOF(call, virtual_free) {
  auto* const memory = allocate(whole);
  release(memory);
  CHECK(state_of_page(memory) == MEM_FREE);
}

PROOF(call, unmap_view) { check_unmapped(unmap_flag::none, MEM_FREE); }

PROOF(call, discard_memory) {
  auto* const memory = allocate(whole);
  discard_memory(memory, granule);
  CHECK(support::writable(memory));
  release(memory);
}

PROOF(call, reset_memory) {
  auto* const memory = allocate(whole);
  reset_memory(memory, granule);
  CHECK(support::writable(memory));
  release(memory);
}

PROOF(call, undo_reset) {
  auto* const memory = allocate(whole);
  memory[0] = std::byte{1};
  reset_memory(memory, granule);
  if (undo_reset(memory, granule)) CHECK(memory[0] == std::byte{1});
  release(memory);
}

PROOF(call, written_pages) {
  auto* const memory = allocate(whole | allocation_flag::write_watch);
  memory[0] = std::byte{1};
  CHECK(written_pages(memory, granule).size() == 1);
  CHECK(written_pages(memory, granule).size() == 1);
  release(memory);
}

PROOF(call, fetch_and_reset_written_pages) {
  auto* const memory = allocate(whole | allocation_flag::write_watch);
  memory[0] = std::byte{1};
  CHECK(fetch_and_reset_written_pages(memory, granule) == std::vector<void*>{memory});
  CHECK(fetch_and_reset_written_pages(memory, granule).empty());
  release(memory);
}

PROOF(call, reset_written_pages) {
  auto* const memory = allocate(whole | allocation_flag::write_watch);
  memory[0] = std::byte{1};
  reset_written_pages(memory, granule);
  CHECK(written_pages(memory, granule).empty());
  release(memory);
}

PROOF(call, mincore) {
  const mapping memory{support::anonymous(2 * page_size())};
  mlock(memory.data(), page_size());
  std::vector<unsigned char> pages(2);
  mincore(memory.data(), memory.size(), pages);
  CHECK(has(state_of(pages[0]), page_state::in_core));
  munlock(memory.data(), page_size());
}

PROOF(call, node_of) {
  mapping memory{support::anonymous(page_size())};
  memory.writable_bytes()[0] = std::byte{1};
  ULONG highest = 0;
  REQUIRE(::GetNumaHighestNodeNumber(&highest) != 0);
  CHECK(node_of(memory.data()) <= highest);
}

PROOF(call, regions) {
  const mapping memory{support::anonymous(page_size())};
  const auto found = find_region(memory.data());
  REQUIRE(found.has_value());
  CHECK(found->protection == support::read_write);
}
