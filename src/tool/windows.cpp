#include "windows.hpp"

#include <algorithm>
#include <limits>
#include <mmapkit/mapping.hpp>
#include <system_error>

#include "faults.hpp"

namespace mmapkit::tool {

namespace {

// No more than a mapping can hold.
std::size_t shorten(std::uint64_t length, std::uint64_t remaining) {
  return static_cast<std::size_t>(
      std::min({length, remaining, std::uint64_t{std::numeric_limits<std::size_t>::max()}}));
}

// How much of the text, which is not the file's last, the body shall see; 0 where the window has to grow.
std::size_t cut(std::string_view text, window_end end) {
  return end == window_end::anywhere ? text.size() : text.rfind('\n') + 1;
}

}  // namespace

void for_each_window(const std::filesystem::path& file, std::size_t window, window_end end, const window_body& body) {
  const being_read reading{file};
  std::error_code unknown;
  const std::uint64_t size = std::filesystem::file_size(file, unknown);
  if (unknown || size <= window) {
    // One mapping is enough, or is there to say what is wrong with the file.
    const mapping whole{file};
    body(0, whole.text());
    return;
  }
  std::size_t length = window;
  for (std::uint64_t offset = 0; offset < size;) {
    const std::uint64_t remaining = size - offset;
    length = shorten(length, remaining);
    const mapping part{file, {.size = length, .offset = offset}};
    const std::size_t seen = length == remaining ? length : cut(part.text(), end);
    if (seen != 0) {
      body(offset, part.text().substr(0, seen));
      offset += seen;
      length = window;
    } else {
      length = shorten(std::uint64_t{length} * 2, remaining);
    }
  }
}

}  // namespace mmapkit::tool
