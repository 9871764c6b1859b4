// Finding room where a placement wants it.
#pragma once

#include <mmapkit/placement.hpp>

#include "backend.hpp"
#include "failure.hpp"

namespace mmapkit {

// Maps the request's anonymous memory, its address and alignment left to the placement; null on failure.
void* map_placed(backend::map_request request, const placement& place, failure& why) noexcept;

}  // namespace mmapkit
