// The limit of locked memory, as the process has it.
#include <sys/resource.h>

#include <limits>

#include "../support/support.hpp"

using namespace mmapkit;

TEST_CASE("the limit of locks is the process's own") {
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_MEMLOCK, &before) == 0);
  const rlimit lower{.rlim_cur = 64 * 1024, .rlim_max = before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_MEMLOCK, &lower) == 0);
  CHECK(lock_limit() == 64 * 1024);
  ::setrlimit(RLIMIT_MEMLOCK, &before);
  const auto expected = before.rlim_cur == RLIM_INFINITY ? std::numeric_limits<std::uint64_t>::max() : before.rlim_cur;
  CHECK(lock_limit() == expected);
}
