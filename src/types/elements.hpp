// Elements of types that the compiled library does not know.
#pragma once

#include <cstddef>
#include <limits>
#include <string>

#include <mmapkit/byte_views.hpp>

#include "checks/failure.hpp"
#include "checks/formatted.hpp"

namespace mmapkit {

// How many bytes they have.
inline bool count_bytes(operation what, std::size_t count, std::size_t element, std::size_t& bytes,
                        failure& why) noexcept {
  if (count > std::numeric_limits<std::size_t>::max() / element)
    return refuse(why, what, std::errc::not_enough_memory, "{m} elements of {n} bytes do not fit the address space",
                  count, element);
  bytes = count * element;
  return true;
}

// That all of the memory is such elements.
failure check_layout(const std::byte* data, std::size_t size, detail::element_layout element) noexcept;

inline std::string describe_elements(std::size_t count, std::size_t element) {
  return formatted("{} elements of {} bytes", count, element);
}

}  // namespace mmapkit
