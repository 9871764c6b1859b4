#include "backend/shared_memory.hpp"

namespace mmapkit::backend {

bool objects_keep_their_size() noexcept { return true; }

}  // namespace mmapkit::backend
