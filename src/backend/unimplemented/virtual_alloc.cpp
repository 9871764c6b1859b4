#include "backend/virtual_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(allocation_flag)

void* virtual_alloc(void*, std::size_t, allocation_flag, protection_flag, const address_limits&,
                    std::error_code& error) noexcept {
  set_unimplemented(error);
  return nullptr;
}

}  // namespace mmapkit::backend
