// Names and open flags of shared memory objects: the rules are the same on every system.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include <mmapkit/flags/open_flag.hpp>

#include "failure.hpp"

namespace mmapkit {

inline constexpr std::size_t longest_name = 255;  // of a file, and so of a shared memory object

// A name that ends in NUL.
using c_name = std::array<char, longest_name + 1>;

// Each returns false and sets `why` where the name or the flags are not allowed.
bool check_shm_name(operation what, std::string_view name, c_name& copy, failure& why) noexcept;
// That of a file in memory, for debuggers.
bool check_label(operation what, std::string_view name, c_name& copy, failure& why) noexcept;
bool check_open(operation what, open_flag flags, failure& why) noexcept;

// The object of an error message: shared memory '/name'.
std::string describe_object(std::string_view name);

}  // namespace mmapkit
