// Mapping anonymous memory where a placement allows it.
#pragma once

#include <mmapkit/placement.hpp>

#include "backend/mappings.hpp"
#include "checks/failure.hpp"

namespace mmapkit {

// Maps the request, which is for anonymous memory, at an address and alignment of the placement; null on failure.
void* map_placed(backend::map_request request, const placement& place, failure& why) noexcept;

}  // namespace mmapkit
