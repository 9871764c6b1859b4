#include "backend/virtual_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

void* register_bad_memory_notification(bad_memory_callback, std::error_code& error) noexcept {
  set_unimplemented(error);
  return nullptr;
}

void unregister_bad_memory_notification(void*, std::error_code& error) noexcept { set_unimplemented(error); }

memory_error_support memory_error_handling(std::error_code& error) noexcept {
  set_unimplemented(error);
  return {};
}

}  // namespace mmapkit::backend
