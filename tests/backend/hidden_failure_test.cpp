// Linux maps what it cannot lock, and says nothing: the backend asks again. Memory that is gone cannot be locked.
#include "../support/support.hpp"
#include "backend/mappings.hpp"

using namespace mmapkit;

TEST_CASE("a failure to lock that the system would hide is reported") {
  const auto memory = mmap(support::anonymous(allocation_granularity()));
  munmap(memory);
  std::error_code error;
  backend::report_hidden_failure(memory.addr, memory.size, mmap_flag::private_ | mmap_flag::locked, error);
  CHECK(static_cast<bool>(error) == supported(mmap_flag::locked));
}

TEST_CASE("nothing is asked again for flags that hide no failure") {
  const auto memory = mmap(support::anonymous(allocation_granularity()));
  munmap(memory);
  std::error_code error;
  backend::report_hidden_failure(memory.addr, memory.size, mmap_flag::private_ | mmap_flag::anonymous, error);
  CHECK_FALSE(error);
}
