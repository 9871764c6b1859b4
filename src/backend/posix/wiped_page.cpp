#include "per_system.hpp"

namespace mmapkit::backend {

void* posix::wiped_page() noexcept { return nullptr; }

}  // namespace mmapkit::backend
