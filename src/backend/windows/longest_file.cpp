#include <limits>

#include "backend/files.hpp"

namespace mmapkit::backend {

// There is no such limit.
std::uint64_t longest_file() noexcept { return std::numeric_limits<std::uint64_t>::max(); }

}  // namespace mmapkit::backend
