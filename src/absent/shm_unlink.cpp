#include "absent.hpp"

namespace mmapkit::backend {

void shm_unlink(const char*, std::error_code& error) noexcept { refuse_absent(error); }

}  // namespace mmapkit::backend
