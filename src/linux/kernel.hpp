// Questions to the running kernel.
#pragma once

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <optional>
#include <system_error>

#include "../posix/errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// The first number that the kernel has written there, after `label`.
std::optional<std::size_t> first_number(const char* path, const char* label = "") noexcept;

bool kernel_is_at_least(unsigned long major, unsigned long minor) noexcept;

// The result of a system call by its number, or -1 and the error.
template <class... Arguments>
long call_kernel(std::error_code& error, long number, Arguments... arguments) noexcept {
  const long result = os::syscall(number, arguments...);
  if (result == -1) error = last_error();
  return result;
}

}  // namespace mmapkit::backend
