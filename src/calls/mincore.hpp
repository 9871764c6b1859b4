// mincore as the rest of the library calls it.
#pragma once

#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/residency.hpp>

#include "checks/failure.hpp"

namespace mmapkit::calls {

// How many pages that the range touches are in memory. `file` is the mapped file, or no_handle where it is not open.
residency count_resident(const void* addr, std::size_t length, native_handle file, failure& why) noexcept;

}  // namespace mmapkit::calls
