// msync as the rest of the library calls it.
#pragma once

#include <mmapkit/flags/mapped.hpp>
#include <mmapkit/flags/msync_flag.hpp>

#include "checks/failure.hpp"

namespace mmapkit::calls {

failure msync(void* addr, const backing_file& fd, std::size_t size, msync_flag flags) noexcept;

}  // namespace mmapkit::calls
