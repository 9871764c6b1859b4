#include <limits>

#include "per_system.hpp"

namespace mmapkit::backend {

std::uint64_t posix::total_memory() noexcept { return std::numeric_limits<std::uint64_t>::max(); }

}  // namespace mmapkit::backend
