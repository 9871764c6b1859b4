// What madvise and posix_madvise share.
#pragma once

#include "api.hpp"

namespace mmapkit::backend {

// Checks the range and calls how(addr, length), unless the range is empty or `how` is null.
std::error_code advise(void* addr, std::size_t length, std::error_code (*how)(void*, std::size_t) noexcept) noexcept;

std::error_code prefetch(void* addr, std::size_t length) noexcept;

}  // namespace mmapkit::backend
