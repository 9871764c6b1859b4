#include "absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(inherit)

void minherit(void*, std::size_t, inherit, std::error_code& error) noexcept { refuse_absent(error); }

}  // namespace mmapkit::backend
