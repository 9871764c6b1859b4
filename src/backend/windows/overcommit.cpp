#include "backend/system.hpp"

namespace mmapkit::backend {

// What is committed counts against the page file at once.
bool overcommits() noexcept { return false; }

}  // namespace mmapkit::backend
