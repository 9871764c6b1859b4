// The length of a file.
#pragma once

#include "api.hpp"

namespace mmapkit::backend {

std::error_code set_size(HANDLE file, std::uint64_t size) noexcept;

}  // namespace mmapkit::backend
