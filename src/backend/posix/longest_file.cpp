#include <sys/resource.h>

#include <limits>

#include "backend/files.hpp"
#include "os.hpp"

namespace mmapkit::backend {

std::uint64_t longest_file() noexcept {
  rlimit limit{};
  const bool has_limit = os::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
  return has_limit ? static_cast<std::uint64_t>(limit.rlim_cur) : std::numeric_limits<std::uint64_t>::max();
}

}  // namespace mmapkit::backend
