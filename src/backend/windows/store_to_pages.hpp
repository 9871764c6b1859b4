#pragma once

#include <cstddef>

#include "backend/native_value.hpp"

namespace mmapkit::backend::windows {

// fault_handler.cpp
// Changes no byte of each page, by an atomic store, until one faults. Returns the number of bytes that did not. Called
// after catch_faults.
std::size_t store_to_pages(std::byte* first, std::size_t length, fault_kind& kind) noexcept;

}  // namespace mmapkit::backend::windows
