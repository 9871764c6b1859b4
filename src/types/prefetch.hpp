// prefetch as the rest of the library calls it.
#pragma once

#include <cstddef>
#include <span>

#include "checks/failure.hpp"

namespace mmapkit {

// Starts reading the pages that the ranges touch.
failure prefetch_ranges(std::span<const std::span<const std::byte>> ranges) noexcept;

}  // namespace mmapkit
