// Faulting pages in before they are used.
#pragma once

#include <cstddef>

#include "checks/failure.hpp"

namespace mmapkit {

// Faults in all pages of private memory that no other thread uses yet, with this number of threads. Where they are from
// a pool of huge pages, `unit` is their size, and not_enough_memory says that there are too few; else it is 0.
void prefault(std::byte* data, std::size_t length, std::size_t unit, unsigned threads, failure& why) noexcept;

// Reads all pages, of that size, of memory behind a file; not_enough_memory where one cannot be had.
void read_pages(const std::byte* data, std::size_t length, std::size_t unit, failure& why) noexcept;

}  // namespace mmapkit
