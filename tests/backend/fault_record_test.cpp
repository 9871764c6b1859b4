// Which faults are a range's, by the addresses that processors tell.
#include "backend/fault_record.hpp"

#include <array>

#include "../support/support.hpp"

using namespace mmapkit;

namespace {

constexpr std::size_t page = 4096;
alignas(page) std::array<std::byte, 4 * page> memory;

bool is_of_range(std::size_t first, std::size_t length, std::size_t at) {
  return touches(memory.data() + first, length, memory.data() + at, page);
}

}  // namespace

TEST_CASE("a fault is a range's where its page has a byte of the range, also below its first and behind its last") {
  for (const std::size_t at : {page, page + 96, page + 100, page + 149, 2 * page - 1})
    CHECK(is_of_range(page + 100, 50, at));
  CHECK(is_of_range(page + 100, page, 3 * page - 1));
  CHECK_FALSE(is_of_range(page + 100, 50, page - 1));
  CHECK_FALSE(is_of_range(page + 100, 50, 2 * page));
  CHECK_FALSE(is_of_range(page + 100, 0, page + 100));
}

TEST_CASE("what is lost begins with the first byte of the mapping where the fault is told below it") {
  const detail::guarded_range guard{.first = memory.data(), .length = 2 * page, .data = memory.data() + 100};
  CHECK(lost_offset(guard, memory.data()) == 0);
  CHECK(lost_offset(guard, memory.data() + 100) == 0);
  CHECK(lost_offset(guard, memory.data() + page) == page - 100);
}
