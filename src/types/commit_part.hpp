// Committing a part of a reservation, for the types that stand on one.
#pragma once

#include <cstddef>

#include <mmapkit/flags/protection_flag.hpp>

#include "checks/failure.hpp"

namespace mmapkit {

// As reservation::commit of addresses of `size` bytes from `base` on.
failure commit_part(std::byte* base, std::size_t size, std::size_t offset, std::size_t length,
                    protection_flag protection) noexcept;

}  // namespace mmapkit
