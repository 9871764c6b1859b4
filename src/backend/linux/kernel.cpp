#include "kernel.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "lines.hpp"
#include "os.hpp"

namespace mmapkit::backend {

std::optional<std::size_t> first_number(const char* path, const char* label, std::error_code& error) noexcept {
  proc_lines file{path, error};
  if (error) return std::nullopt;
  for (std::string_view line; file.next(line, error);) {
    if (!line.starts_with(label)) continue;
    line.remove_prefix(std::min(line.find_first_not_of(' ', std::string_view{label}.size()), line.size()));
    if (const auto number = take_number(line, 10)) return static_cast<std::size_t>(*number);
  }
  return std::nullopt;
}

bool kernel_is_at_least(unsigned long major, unsigned long minor) noexcept {
  utsname name{};
  if (os::uname(&name) != 0) return false;
  char* end = nullptr;
  const auto has_major = std::strtoul(name.release, &end, 10);
  const auto has_minor = *end == '.' ? std::strtoul(end + 1, nullptr, 10) : 0;
  return has_major > major || (has_major == major && has_minor >= minor);
}

}  // namespace mmapkit::backend
