#include <sys/mman.h>

#include "../bits.hpp"
#include "../posix/errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(lock_flag flag) noexcept {
  switch (flag) {
    case lock_flag::none: return 0;
    case lock_flag::on_fault: return std::nullopt;
  }
  return std::nullopt;
}

bool available(lock_flag flag) noexcept { return flag == lock_flag::none; }

std::optional<std::uint32_t> native_value(mlockall_flag flag) noexcept {
  switch (flag) {
    case mlockall_flag::current: return MCL_CURRENT;
    case mlockall_flag::future: return MCL_FUTURE;
    case mlockall_flag::on_fault: return std::nullopt;
  }
  return std::nullopt;
}

// macOS has mlockall in its library alone: ENOSYS. No flags at all are an error everywhere else, and lock nothing.
bool available(mlockall_flag flag) noexcept {
  if (!native_value(flag)) return false;
  return os::mlockall(0) == 0 || errno != ENOSYS;
}

void mlock(const void* addr, std::size_t length, lock_flag /*flags*/, std::error_code& error) noexcept {
  if (os::mlock(addr, length) != 0) error = last_error();
}

void mlockall(mlockall_flag flags, std::error_code& error) noexcept {
  if (os::mlockall(static_cast<int>(native_set(flags))) != 0) error = last_error();
}

void munlockall(std::error_code& error) noexcept {
  if (os::munlockall() != 0) error = last_error();
}

}  // namespace mmapkit::backend
