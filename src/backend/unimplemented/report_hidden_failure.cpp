#include "backend/mappings.hpp"

namespace mmapkit::backend {

void report_hidden_failure(void*, std::size_t, mmap_flag, std::error_code&) noexcept {}

}  // namespace mmapkit::backend
