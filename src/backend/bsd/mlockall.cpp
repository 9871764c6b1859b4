#include <sys/mman.h>

#include <cerrno>
#include <optional>

#include <mmapkit/flags/mlockall_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/pages.hpp"
#include "backend/posix/errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(mlockall_flag flag) noexcept {
  switch (flag) {
    case mlockall_flag::current: return MCL_CURRENT;
    case mlockall_flag::future: return MCL_FUTURE;
    case mlockall_flag::on_fault: return std::nullopt;
  }
  return std::nullopt;
}

// On macOS mlockall always fails with ENOSYS. Elsewhere flags 0 are an error, and nothing is locked.
bool available(mlockall_flag flag) noexcept {
  if (!native_value(flag)) return false;
  return os::mlockall(0) == 0 || errno != ENOSYS;
}

void mlockall(mlockall_flag flags, std::error_code& error) noexcept {
  if (os::mlockall(static_cast<int>(native_set(flags))) != 0) error = last_error();
}

void munlockall(std::error_code& error) noexcept {
  if (os::munlockall() != 0) error = last_error();
}

}  // namespace mmapkit::backend
