// Zeros in a file.
#pragma once

#include <cstdint>

namespace mmapkit::backend::posix {

// Writes zeros from `from` on, which is moved to the end of what was written. Returns an errno value, or 0.
int write_zeros(int file, std::uint64_t& from, std::uint64_t to) noexcept;

}  // namespace mmapkit::backend::posix
