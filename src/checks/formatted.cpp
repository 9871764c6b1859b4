#include "formatted.hpp"

#include <fmt/format.h>

static_assert(FMT_VERSION >= 90000, "mmapkit needs fmt 9 or newer");

namespace mmapkit {

std::string vformatted(fmt::string_view format, fmt::format_args args) { return fmt::vformat(format, args); }

}  // namespace mmapkit
