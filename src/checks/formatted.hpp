// fmt::format, compiled once. fmt is used as headers alone, and each file that called it directly would compile all of
// its formatting again.
#pragma once

#include <fmt/core.h>

#include <string>

namespace mmapkit {

std::string vformatted(fmt::string_view format, fmt::format_args args);

template <class... Args>
std::string formatted(fmt::format_string<Args...> format, Args&&... args) {
  return vformatted(format, fmt::make_format_args(args...));
}

}  // namespace mmapkit
