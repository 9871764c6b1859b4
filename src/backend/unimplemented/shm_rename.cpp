#include "backend/shared_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(shm_rename_flag)

void shm_rename(const char*, const char*, shm_rename_flag, std::error_code& error) noexcept {
  set_unimplemented(error);
}

}  // namespace mmapkit::backend
