// Names and other text in the columns of a terminal. Each character counts as one column.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace mmapkit::tool {

// The bytes of a name on POSIX, UTF-8 on Windows.
std::string name_of(const std::filesystem::path& path);

// "1 file", "2 files".
std::string plural(std::uint64_t count, std::string_view name);

// What a terminal would obey (control characters, and Unicode that reorders or hides text) and bytes that are no UTF-8
// are written as in C: \n, \x1b, \u202e. Of ASCII the characters in `kept` stay.
std::string printable(std::string_view text, std::string_view kept = {});

bool is_utf8(std::string_view text);

std::size_t width_of(std::string_view text);

// The beginning, or the end with "..." before it.
std::string cut_to_width(std::string_view text, std::size_t columns);
std::string cut_front_to_width(std::string_view text, std::size_t columns);

}  // namespace mmapkit::tool
