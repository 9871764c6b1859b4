#include "backend/mappings.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(shadow_stack_flag)

void* map_shadow_stack(void*, std::size_t, shadow_stack_flag, std::error_code& error) noexcept {
  set_unimplemented(error);
  return nullptr;
}

}  // namespace mmapkit::backend
