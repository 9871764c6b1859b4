#include "backend/shared_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(memfd_flag)

native_handle memfd_create(const char*, memfd_flag, std::error_code& error) noexcept {
  set_unimplemented(error);
  return no_handle;
}

}  // namespace mmapkit::backend
