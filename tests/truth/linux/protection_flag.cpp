// The protections that Linux adds.
#include <atomic>
#include <new>

#include "memory.hpp"

using namespace mmapkit;
using support::find_mapping;
using truth::anonymous_with;

namespace {

// Processors other than these differ by a flag that the kernel shows.
void shows(protection_flag flag, std::string_view two_letters) {
  const auto memory = anonymous_with({}, page_size());
  CHECK_FALSE(find_mapping(memory.addr).has_flag(two_letters));
  mprotect(memory.addr, memory.size, support::read_write | flag);
  CHECK(find_mapping(memory.addr).has_flag(two_letters));
  munmap(memory);
  auto options = support::anonymous(page_size());
  options.protection |= flag;
  const mapping again{options};
  CHECK(find_mapping(again.data()).has_flag(two_letters));
}

}  // namespace

PROOF(protection_flag, strong_order) { shows(protection_flag::strong_order, "ar"); }
PROOF(protection_flag, bti) { shows(protection_flag::bti, "bt"); }
PROOF(protection_flag, memory_tags) { shows(protection_flag::memory_tags, "mt"); }
PROOF(protection_flag, adi) { shows(protection_flag::adi, "ar"); }

PROOF(protection_flag, sem) {
  const auto memory = anonymous_with({}, page_size());
  mprotect(memory.addr, memory.size, support::read_write | protection_flag::sem);
  auto& semaphore = *new (memory.addr) std::atomic<int>{0};
  CHECK(semaphore.fetch_add(1) == 0);
  CHECK(semaphore.load() == 1);
  munmap(memory);
}

// From one page of a stack down to its start.
PROOF(protection_flag, grows_down) {
  const auto memory = anonymous_with(mmap_flag::grows_down, 4 * page_size());
  auto* const bytes = support::bytes(memory);
  mprotect(bytes + 2 * page_size(), page_size(), protection_flag::read | protection_flag::grows_down);
  CHECK(find_mapping(bytes).permissions == "r--p");
  CHECK(find_mapping(bytes + 2 * page_size()).permissions == "r--p");
  CHECK(find_mapping(bytes + 3 * page_size()).permissions == "rw-p");
  munmap(memory);
}

// Only where stacks grow upwards: up to the end of one.
PROOF(protection_flag, grows_up) {
  const int here = 0;
  const auto stack = find_region(&here);
  REQUIRE(stack.has_value());
  mprotect(stack->addr, page_size(), support::read_write | protection_flag::grows_up);
  CHECK(find_region(&here)->size >= stack->size);
}
