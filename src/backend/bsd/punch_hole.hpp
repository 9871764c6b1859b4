// Holes in files: FreeBSD 14 alone has a call for them.
#pragma once

#include <cstdint>

#include "number.hpp"

namespace mmapkit::backend::bsd {

// punch_hole.cpp
// The native number of fallocate_mode::punch_hole.
values::number punch_hole_number() noexcept;
// Returns an errno value, or 0.
int punch_hole(int file, std::uint64_t offset, std::uint64_t length) noexcept;

}  // namespace mmapkit::backend::bsd
