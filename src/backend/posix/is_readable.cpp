#include "per_system.hpp"

namespace mmapkit::backend {

bool posix::is_readable(const std::byte* /*at*/) noexcept { return true; }

}  // namespace mmapkit::backend
