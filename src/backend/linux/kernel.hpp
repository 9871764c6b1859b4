// What the running kernel is.
#pragma once

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <optional>
#include <system_error>

#include "backend/posix/errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// The first number in a file of /proc or /sys, after `label`.
std::optional<std::size_t> first_number(const char* path, const char* label, std::error_code& error) noexcept;
inline std::optional<std::size_t> first_number(const char* path, const char* label = "") noexcept {
  std::error_code ignored;
  return first_number(path, label, ignored);
}

bool kernel_is_at_least(unsigned long major, unsigned long minor) noexcept;

// Makes a system call by its number. Returns -1 and sets the error if it fails.
template <class... Arguments>
long call_kernel(std::error_code& error, long number, Arguments... arguments) noexcept {
  const long result = os::syscall(number, arguments...);
  if (result == -1) error = last_error();
  return result;
}

}  // namespace mmapkit::backend
