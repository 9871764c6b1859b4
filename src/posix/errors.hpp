// errno as a std::error_code, read before anything can change it.
#pragma once

#include <cerrno>
#include <system_error>

namespace mmapkit::backend {

inline std::error_code last_error() noexcept { return {errno, std::system_category()}; }

}  // namespace mmapkit::backend
