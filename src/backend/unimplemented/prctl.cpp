#include "backend/mappings.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(process_control)

void set_process_control(process_control, std::error_code& error) noexcept { set_unimplemented(error); }

void name_region(void*, std::size_t, const char*, std::error_code& error) noexcept { set_unimplemented(error); }

}  // namespace mmapkit::backend
