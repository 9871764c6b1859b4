// munmap as the rest of the library calls it.
#pragma once

#include <cstddef>
#include <mmapkit/flags/mapped.hpp>

#include "checks/failure.hpp"

namespace mmapkit::calls {

failure munmap(const mapped& memory) noexcept;

// Unmaps memory that has no owner any more. Where that would split a region and the process may have no more of them,
// the pages are discarded, and the addresses stay taken.
void give_back(void* base, std::size_t length) noexcept;
void give_back(const mapped& memory) noexcept;

// Closes the file, if this library opened it; the memory stays mapped.
void close_owned_file(mapped& memory) noexcept;

}  // namespace mmapkit::calls
