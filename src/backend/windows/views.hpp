// Views of sections: mappings of files and shared memory.
#pragma once

#include "backend/mappings.hpp"

namespace mmapkit::backend {

void* map_view(const map_request& request, std::error_code& error) noexcept;

}  // namespace mmapkit::backend
