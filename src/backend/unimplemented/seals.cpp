#include "backend/shared_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(seal_flag)

void add_seals(native_handle, seal_flag, std::error_code& error) noexcept { set_unimplemented(error); }

seal_flag get_seals(native_handle, std::error_code& error) noexcept {
  set_unimplemented(error);
  return {};
}

}  // namespace mmapkit::backend
