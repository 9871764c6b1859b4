#include "backend/mappings.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(mremap_flag)

void* mremap(void*, std::size_t, std::size_t, mremap_flag, void*, std::error_code& error) noexcept {
  set_unimplemented(error);
  return nullptr;
}

}  // namespace mmapkit::backend
