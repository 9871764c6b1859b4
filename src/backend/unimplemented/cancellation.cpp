#include "backend/system.hpp"

namespace mmapkit::backend {

int hold_cancellation() noexcept { return 0; }
void allow_cancellation(int) noexcept {}

}  // namespace mmapkit::backend
