// /proc/self/fd.
#include <algorithm>
#include <array>
#include <charconv>

#include "backend/files.hpp"
#include "os.hpp"

namespace mmapkit::backend {

namespace os {

MMAPKIT_SYSTEM_CALL(readlink)

}  // namespace os

// What has no path has a name like "pipe:[1234]".
std::string_view path_of(native_handle file, std::span<char> name) noexcept {
  constexpr std::string_view folder = "/proc/self/fd/";
  std::array<char, 32> link{};
  auto* const number = std::copy(folder.begin(), folder.end(), link.begin());
  std::to_chars(number, link.end() - 1, file);
  const auto length = os::readlink(link.data(), name.data(), name.size());
  if (length <= 0 || name[0] != '/') return {};
  return {name.data(), static_cast<std::size_t>(length)};
}

}  // namespace mmapkit::backend
