#include "absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(mlockall_flag)

void mlockall(mlockall_flag, std::error_code& error) noexcept { refuse_absent(error); }

void munlockall(std::error_code& error) noexcept { refuse_absent(error); }

}  // namespace mmapkit::backend
