#include "formatted.hpp"

#include <fmt/format.h>

namespace mmapkit::tool {

std::string vformatted(fmt::string_view format, fmt::format_args args) { return fmt::vformat(format, args); }

}  // namespace mmapkit::tool
