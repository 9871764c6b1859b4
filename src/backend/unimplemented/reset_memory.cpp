#include "backend/virtual_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

void reset_memory(void*, std::size_t, std::error_code& error) noexcept { set_unimplemented(error); }

bool undo_reset(void*, std::size_t, std::error_code& error) noexcept {
  set_unimplemented(error);
  return false;
}

}  // namespace mmapkit::backend
