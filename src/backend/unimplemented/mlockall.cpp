#include "backend/pages.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(mlockall_flag)

void mlockall(mlockall_flag, std::error_code& error) noexcept { set_unimplemented(error); }

void munlockall(std::error_code& error) noexcept { set_unimplemented(error); }

}  // namespace mmapkit::backend
