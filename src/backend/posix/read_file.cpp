#include <algorithm>
#include <span>

#include "backend/files.hpp"
#include "errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// Darwin refuses to read more than INT_MAX bytes at once: EINVAL (bsd/kern/sys_generic.c).
std::size_t read_file(native_handle file, std::uint64_t offset, std::span<std::byte> to,
                      std::error_code& error) noexcept {
  const auto length = std::min<std::size_t>(to.size(), 1U << 30);
  const auto got = uninterrupted([&] { return os::pread(file, to.data(), length, static_cast<off_t>(offset)); });
  if (got < 0) error = last_error();
  return got < 0 ? 0 : static_cast<std::size_t>(got);
}

}  // namespace mmapkit::backend
