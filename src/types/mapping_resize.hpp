// mapping::resize, on the memory alone.
#pragma once

#include <mmapkit/flags/mapped.hpp>
#include <mmapkit/flags/protection_flag.hpp>

#include "checks/failure.hpp"

namespace mmapkit {

// The mapping with another size, perhaps at another address. On failure it is as long as it was, and at its old address
// unless another thread has taken that.
mapped resize_memory(const mapped& memory, std::size_t size, protection_flag protection, failure& why) noexcept;

}  // namespace mmapkit
