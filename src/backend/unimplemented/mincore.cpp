#include "backend/pages.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

void mincore(const void*, std::size_t, unsigned char*, std::error_code& error) noexcept { set_unimplemented(error); }

}  // namespace mmapkit::backend
