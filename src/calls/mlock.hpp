// mlock2 and munlock as the rest of the library calls them.
#pragma once

#include <mmapkit/flags/lock_flag.hpp>

#include "checks/failure.hpp"

namespace mmapkit::calls {

// `what` is the name of the call in an error: mlock or mlock2.
failure mlock(operation what, const void* addr, std::size_t length, lock_flag flags) noexcept;
failure munlock(const void* addr, std::size_t length) noexcept;

}  // namespace mmapkit::calls
