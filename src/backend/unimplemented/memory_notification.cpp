#include "backend/virtual_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(memory_condition)

native_handle memory_notification(memory_condition, std::error_code& error) noexcept {
  set_unimplemented(error);
  return no_handle;
}

bool memory_condition_holds(native_handle, std::error_code& error) noexcept {
  set_unimplemented(error);
  return false;
}

}  // namespace mmapkit::backend
