#include "backend/virtual_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(unmap_flag)

void unmap_view(void*, unmap_flag, std::error_code& error) noexcept { set_unimplemented(error); }

}  // namespace mmapkit::backend
