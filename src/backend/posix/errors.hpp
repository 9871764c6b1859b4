// errno as a std::error_code, read before anything can change it.
#pragma once

#include <cerrno>
#include <system_error>

namespace mmapkit::backend {

inline std::error_code last_error() noexcept { return {errno, std::system_category()}; }

// Repeats a call as long as a signal interrupts it.
template <class Call>
auto uninterrupted(Call call) noexcept {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

}  // namespace mmapkit::backend
