#include "backend/system.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

namespace posix {

void prefer_node(void* /*base*/, std::size_t /*length*/, unsigned /*node*/, std::error_code& error) noexcept {
  error = refusal(std::errc::operation_not_supported);
}

}  // namespace posix

}  // namespace mmapkit::backend
