// Replaces pages of a view that cannot be read.
#pragma once

#include <mmapkit/detail/guarded_range.hpp>

#include "api.hpp"

namespace mmapkit::backend {

// Opens the section from which the rest of the view can be mapped again. An error if there is none: the file is closed,
// the view is copy-on-write, or the file is shorter than the view.
void open_repair(detail::guarded_range& guard, std::error_code& error) noexcept;
void close_repair(const detail::guarded_range& guard) noexcept;

// Called in an exception handler. Replaces the page by zeros and keeps all that can be read. On failure parts of the
// view may be unmapped; the process ends.
bool repair(const detail::guarded_range& guard, const std::byte* at) noexcept;

// Unmaps a view that was repaired. Returns false if it was not.
bool unmap_repaired(void* base, std::size_t length, std::error_code& error) noexcept;

}  // namespace mmapkit::backend
