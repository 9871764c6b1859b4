// Putting pages into memory before they are needed.
#pragma once

#include <cstddef>

#include "failure.hpp"

namespace mmapkit {

// All pages of private memory that nobody else uses yet, by so many threads.
void prefault(std::byte* data, std::size_t length, unsigned threads, failure& why) noexcept;

}  // namespace mmapkit
