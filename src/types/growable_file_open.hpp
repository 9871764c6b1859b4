// What a growable_file begins with: its addresses, and a file of whole elements.
#pragma once

#include <mmapkit/growable_file.hpp>

#include "checks/failure.hpp"

namespace mmapkit {

// Each returns false with a failure.

bool open_element_file(path_view path, const growable_file_options& how, native_handle& file, failure& why) noexcept;

// Of a file that the caller opened: what is for opening a path would be ignored.
bool check_opened(const growable_file_options& how, failure& why) noexcept;

// The size of the file and of its elements, in bytes.
bool find_elements(native_handle file, std::size_t most, std::size_t element, std::uint64_t& length, std::size_t& used,
                   detail::file_identity& identity, failure& why) noexcept;

bool reserve_addresses(std::size_t most, std::size_t& room, std::byte*& base, failure& why) noexcept;

}  // namespace mmapkit
