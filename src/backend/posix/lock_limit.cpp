#include <sys/resource.h>

#include <limits>

#include "backend/pages.hpp"
#include "errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

std::uint64_t lock_limit(std::error_code& error) noexcept {
  rlimit limit{};
  if (os::getrlimit(RLIMIT_MEMLOCK, &limit) != 0) error = last_error();
  return limit.rlim_cur == RLIM_INFINITY ? std::numeric_limits<std::uint64_t>::max()
                                         : static_cast<std::uint64_t>(limit.rlim_cur);
}

}  // namespace mmapkit::backend
