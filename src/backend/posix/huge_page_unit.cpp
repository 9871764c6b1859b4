#include "per_system.hpp"

namespace mmapkit::backend {

namespace posix {

std::size_t huge_page_unit(int /*file*/, std::size_t /*block*/) noexcept { return 0; }

}  // namespace posix

}  // namespace mmapkit::backend
