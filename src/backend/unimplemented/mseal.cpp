#include "backend/mappings.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

void mseal(void*, std::size_t, unsigned long, std::error_code& error) noexcept { set_unimplemented(error); }

}  // namespace mmapkit::backend
