// A file of any size, seen through mapped windows: larger than memory, and larger than the address space.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

namespace mmapkit::tool {

// Bytes. Small enough to find room in a 32-bit address space.
inline constexpr std::size_t default_window = std::size_t{256} << 20;

enum class window_end : std::uint8_t {
  anywhere,
  // After a newline, or at the end of the file. A line that is longer than a window makes the window grow.
  after_line,
};

// `text` begins `offset` bytes into the file.
using window_body = std::function<void(std::uint64_t offset, std::string_view text)>;

// Calls the body with one window after the other, which together are the file as long as it was at the start. A file
// that needs more than one window is opened for each: it should not be replaced by another meanwhile.
// Throws: mmap_error, and whatever the body throws.
void for_each_window(const std::filesystem::path& file, std::size_t window, window_end end, const window_body& body);

}  // namespace mmapkit::tool
