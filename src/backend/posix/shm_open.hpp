// The flags of shm_open and of its relatives.
#pragma once

#include "backend/native_value.hpp"

namespace mmapkit::backend::posix {

int shared_memory_flags(open_flag flags) noexcept;

}  // namespace mmapkit::backend::posix
