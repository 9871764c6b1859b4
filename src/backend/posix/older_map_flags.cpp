#include "per_system.hpp"

namespace mmapkit::backend {

bool posix::older_map_flags(const map_request& /*request*/, int /*error*/, int& /*flags*/) noexcept { return false; }

}  // namespace mmapkit::backend
