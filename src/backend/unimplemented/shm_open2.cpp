#include "backend/shared_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(shm_flag)

native_handle shm_open2(const char*, open_flag, shm_flag, unsigned, std::error_code& error) noexcept {
  set_unimplemented(error);
  return no_handle;
}

}  // namespace mmapkit::backend
