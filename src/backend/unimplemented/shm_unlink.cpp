#include "backend/shared_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

void shm_unlink(const char*, std::error_code& error) noexcept { set_unimplemented(error); }

void shm_unlink_own(const char*, native_handle) noexcept {}

}  // namespace mmapkit::backend
