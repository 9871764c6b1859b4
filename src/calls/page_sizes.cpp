#include "page_sizes.hpp"

#include <limits>
#include <vector>

#include <mmapkit/calls/mmap.hpp>
#include <mmapkit/flags/memfd_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/map_kind.hpp"
#include "backend/system.hpp"

namespace mmapkit {

std::size_t page_size() noexcept { return backend::page_size(); }

std::size_t allocation_granularity() noexcept { return backend::granularity(); }

namespace {

// Calls visit(size) for each size of huge pages, in ascending order.
template <class Visit>
void all_huge_page_sizes(Visit visit) {
  bool listed = false;
  for (const auto& row : rows<memfd_flag>) {
    const auto log2 = huge_page_log2(row.flag);
    if (log2 == 0 || log2 >= std::numeric_limits<std::size_t>::digits || !supported(row.flag)) continue;
    listed = true;
    visit(std::size_t{1} << log2);
  }
  if (!listed && backend::huge_page_size() != 0) visit(backend::huge_page_size());
}

}  // namespace

std::vector<std::size_t> huge_page_sizes() {
  std::vector<std::size_t> sizes;
  all_huge_page_sizes([&](std::size_t size) { sizes.push_back(size); });
  return sizes;
}

bool calls::has_huge_page_size(std::size_t bytes) noexcept {
  bool found = false;
  all_huge_page_sizes([&](std::size_t size) { found |= size == bytes; });
  return found;
}

void calls::explain_missing_huge_pages(std::size_t unit, failure& why) noexcept {
  const bool is_missing = why.code == std::errc::not_enough_memory || why.code == std::errc::bad_address;
  if (is_missing)
    refuse(why, why.operation, std::errc::not_enough_memory,
           "the system has too few free pages of {m} bytes for this process", unit);
}

}  // namespace mmapkit
