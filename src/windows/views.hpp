// Views of sections: what mmap makes of files and of shared memory.
#pragma once

#include "../backend.hpp"

namespace mmapkit::backend {

void* map_view(const map_request& request, std::error_code& error) noexcept;

}  // namespace mmapkit::backend
