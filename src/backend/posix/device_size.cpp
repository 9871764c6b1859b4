#include "per_system.hpp"

namespace mmapkit::backend {

namespace posix {

std::optional<std::uint64_t> device_size(int /*file*/, mode_t /*mode*/) noexcept { return {}; }

}  // namespace posix

}  // namespace mmapkit::backend
