// Zeros in the place of pages of a view that cannot be read.
#pragma once

#include "../backend.hpp"
#include "api.hpp"

namespace mmapkit::backend {

// Finds what the rest of a view can be shown again from. An error where it cannot: the file is closed, what was stored
// into the view is nowhere else, or the file is shorter than the view already.
void open_repair(detail::guarded_range& guard, std::error_code& error) noexcept;
void close_repair(const detail::guarded_range& guard) noexcept;

// From within a handler. Puts zeros where the page was, and keeps all that can still be read. False where that is
// impossible: the process ends then, and what was unmapped on the way may stay so.
bool repair(const detail::guarded_range& guard, const std::byte* at) noexcept;

// Whether the memory had been repaired; it is unmapped then, unless there is an error.
bool unmap_repaired(void* base, std::size_t length, std::error_code& error) noexcept;

}  // namespace mmapkit::backend
