// Files of any size, pipes and devices as windows of bytes: mapped, and read where they cannot be mapped or are not in
// memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

namespace mmapkit::tool {

// The largest window in bytes; a longer line makes it grow. The device reads the next windows while one is worked on.
inline constexpr std::size_t default_window = std::size_t{8} << 20;

enum class window_end : std::uint8_t {
  anywhere,
  // After a newline, or at the end of the file. A line that is longer than a window makes the window grow.
  after_line,
};

// `text` begins `offset` bytes into the file. Returns whether more is wanted.
using window_body = std::function<bool(std::uint64_t offset, std::string_view text)>;

// Whether it has no length that is known: a pipe, a device of characters, and "-", which is standard input.
bool is_stream(const std::filesystem::path& path);

// Calls the body with one window after the other; together they are the file as long as it was at the start, whatever
// has its name meanwhile, or all that a pipe brings. An empty file is an empty window. "-" is standard input.
// Throws: std::runtime_error, also where the file is cut short meanwhile or its disk fails, and what the body throws.
void for_each_window(const std::filesystem::path& path, std::size_t window, window_end end, const window_body& body);

}  // namespace mmapkit::tool
