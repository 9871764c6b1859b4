#include "backend/virtual_memory.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(free_flag)

void virtual_free(void*, std::size_t, free_flag, std::error_code& error) noexcept { set_unimplemented(error); }

}  // namespace mmapkit::backend
