// Sizes of pages, for the rest of the library.
#pragma once

#include <cstddef>

#include "checks/failure.hpp"

namespace mmapkit::calls {

// Whether huge_page_sizes() contains this size; allocates nothing.
bool has_huge_page_size(std::size_t bytes) noexcept;

// Says in the failure that pages of `unit` bytes could not be had. bad_address becomes not_enough_memory: the system
// reports it where the pool of huge pages, or the limit of a control group, is exhausted at the fault.
void explain_missing_huge_pages(std::size_t unit, failure& why) noexcept;

}  // namespace mmapkit::calls
