#include "backend/mappings.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

bool can_load(const std::byte*) noexcept { return false; }

bool can_store(std::byte*) noexcept { return false; }

}  // namespace mmapkit::backend
