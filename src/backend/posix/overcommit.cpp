#include "backend/system.hpp"

namespace mmapkit::backend {

bool overcommits() noexcept { return true; }

}  // namespace mmapkit::backend
