#include "backend/system.hpp"

namespace mmapkit::backend {

// There is no fork.
void before_fork(void (* /*act*/)()) noexcept {}

}  // namespace mmapkit::backend
