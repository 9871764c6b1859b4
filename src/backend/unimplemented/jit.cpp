#include "backend/mappings.hpp"

namespace mmapkit::backend {

bool needs_jit_mapping() noexcept { return false; }

void allow_jit_stores(bool) noexcept {}

}  // namespace mmapkit::backend
