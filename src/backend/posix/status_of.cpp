#include "file_status.hpp"

namespace mmapkit::backend {

std::optional<posix::file_status> posix::status_of(int file) noexcept { return status_by_fstat(file); }

}  // namespace mmapkit::backend
