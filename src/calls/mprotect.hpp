// mprotect as the rest of the library calls it.
#pragma once

#include <mmapkit/flags/protection_flag.hpp>

#include "checks/failure.hpp"

namespace mmapkit::calls {

failure mprotect(void* addr, std::size_t size, protection_flag protection) noexcept;

}  // namespace mmapkit::calls
