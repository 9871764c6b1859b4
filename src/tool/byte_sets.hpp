// The sets of bytes that patterns name.
#pragma once

#include <string_view>

#include "pattern.hpp"

namespace mmapkit::tool {

byte_set one_byte(char byte);

// Both ends included.
byte_set bytes_between(unsigned char first, unsigned char last);

// What "." stands for: all but the ends of lines.
byte_set any_but_line_ends();

// "alpha", "digit", ... of POSIX, and "d", "s", "w": ASCII only. The empty set for any other name.
byte_set named_class(std::string_view name);

// With each letter the same letter in the other case.
byte_set with_both_cases(byte_set bytes);

}  // namespace mmapkit::tool
