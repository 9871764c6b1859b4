// Shared memory that nobody else can find.
#pragma once

#include "backend.hpp"
#include "failure.hpp"

namespace mmapkit {

// A handle of `size` bytes of zeroed memory, more than 0, the caller's to close; no_handle on failure.
native_handle make_nameless(std::uint64_t size, failure& why) noexcept;

}  // namespace mmapkit
