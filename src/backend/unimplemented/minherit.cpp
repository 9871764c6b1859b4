#include "backend/mappings.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(inherit)

void minherit(void*, std::size_t, inherit, std::error_code& error) noexcept { set_unimplemented(error); }

}  // namespace mmapkit::backend
