// What the system tells of the regions of this process, for the rest of the library.
#pragma once

#include <cstddef>
#include <optional>

#include <mmapkit/flags/page_category.hpp>
#include <mmapkit/flags/region.hpp>

#include "checks/failure.hpp"

namespace mmapkit::calls {

// After a call of the backend that reads a list of regions or pages and may have set `code`: names the call in a
// failure, and what is missing, where the list is a file. Returns whether there is one.
bool attribute_to_list(operation by, failure& why) noexcept;

// As find_region_usage.
std::optional<region_usage> usage_at(const void* addr, failure& why) noexcept;

// How many bytes of the range are in pages of the category.
std::size_t count_bytes_of(const void* addr, std::size_t length, page_category wanted, failure& why) noexcept;

}  // namespace mmapkit::calls
