#include "write_zeros.hpp"

#include <array>
#include <cerrno>
#include <cstddef>

#include "os.hpp"

namespace mmapkit::backend {

int posix::write_zeros(int file, std::uint64_t& from, std::uint64_t to) noexcept {
  static std::array<char, 65536> zeros{};  // not const: so it takes no room in the file of a program
  while (from < to) {
    const auto left = to - from;
    const auto length = left < zeros.size() ? static_cast<std::size_t>(left) : zeros.size();
    const auto written = os::pwrite(file, zeros.data(), length, static_cast<off_t>(from));
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) from += static_cast<std::uint64_t>(written);
  }
  return 0;
}

}  // namespace mmapkit::backend
