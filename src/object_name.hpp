// Names of shared memory, and how it is opened: the rules are the same on every system.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include <mmapkit/flags.hpp>

#include "failure.hpp"

namespace mmapkit {

inline constexpr std::size_t longest_name = 255;  // of a file, and so of a shared memory object

// A name that ends in NUL, as the systems want it.
using c_name = std::array<char, longest_name + 1>;

// Each is false, and says why, for a name or flags that are not allowed.
bool copy_name(operation what, std::string_view name, c_name& copy, failure& why) noexcept;
bool check_object_name(operation what, std::string_view name, c_name& copy, failure& why) noexcept;
bool check_open(operation what, open_flag flags, failure& why) noexcept;

// What messages call it: shared memory '/name'.
std::string describe_object(std::string_view name);

}  // namespace mmapkit
