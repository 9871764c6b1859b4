// The size of a file and its clusters.
#pragma once

#include "api.hpp"

namespace mmapkit::backend {

std::error_code set_size(HANDLE file, std::uint64_t size) noexcept;

// DeviceIoControl without output. operation_not_supported where the file system does not know the code.
std::error_code control(HANDLE file, DWORD code, void* input, std::size_t size) noexcept;

std::error_code make_sparse(HANDLE file) noexcept;

// An error if a longer file gets no clusters: it is sparse or compressed.
std::error_code refuse_unallocated(HANDLE file) noexcept;

}  // namespace mmapkit::backend
