#include <mmapkit/flags/open_flag.hpp>

#include "per_system.hpp"

namespace mmapkit::backend {

namespace posix {

void finish_open(int /*file*/, open_flag /*flags*/, std::error_code& /*error*/) noexcept {}

}  // namespace posix

}  // namespace mmapkit::backend
