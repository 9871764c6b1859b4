// The limit of locks is the system's own number.
#include <sys/resource.h>

#include <limits>

#include "../../support/child.hpp"
#include "../../support/support.hpp"

using namespace mmapkit;

TEST_CASE("the limit of locks is what the process was given, and no limit is the largest number") {
  rlimit given{};
  REQUIRE(::getrlimit(RLIMIT_MEMLOCK, &given) == 0);
  const bool unlimited = given.rlim_cur == RLIM_INFINITY;
  CHECK(lock_limit() == (unlimited ? std::numeric_limits<std::uint64_t>::max() : std::uint64_t{given.rlim_cur}));
  if (support::emulated) return;  // QEMU forgets limits
  const auto end = support::in_child([] {
    const rlimit lower{.rlim_cur = 3 * page_size(), .rlim_max = 3 * page_size()};
    return ::setrlimit(RLIMIT_MEMLOCK, &lower) == 0 && lock_limit() == lower.rlim_cur ? 0 : 1;
  });
  CHECK(end.code == 0);
}
