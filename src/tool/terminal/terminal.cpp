#include "terminal.hpp"

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace mmapkit::tool {

std::size_t line_width(stream which) {
  constexpr std::size_t usual = 80;
  constexpr std::size_t widest = 1000;
  std::size_t width = 0;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment
  if (const char* columns = std::getenv("COLUMNS")) {
    const std::string_view text{columns};
    std::from_chars(text.data(), text.data() + text.size(), width);
  }
  if (width == 0) width = terminal_width(which);
  if (width == 0) return usual;
  return width < widest ? width : widest;
}

}  // namespace mmapkit::tool
