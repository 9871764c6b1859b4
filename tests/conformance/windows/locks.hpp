// What can be seen of locks.
#pragma once

#include <vector>

#include "../conformance.hpp"

namespace conformance {

// Whether the system says that the page is locked as it should be. True also where it never says (Wine).
bool seems_locked(const void* page, bool locked);

inline std::size_t resident_pages(const void* addr, std::size_t length) {
  std::vector<unsigned char> pages((length + mmapkit::page_size() - 1) / mmapkit::page_size());
  mmapkit::mincore(addr, length, pages);
  std::size_t count = 0;
  for (const auto page : pages) count += has(mmapkit::state_of(page), mmapkit::page_state::in_core) ? 1U : 0U;
  return count;
}

}  // namespace conformance
