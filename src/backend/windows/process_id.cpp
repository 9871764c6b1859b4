#include "api.hpp"
#include "backend/system.hpp"

namespace mmapkit::backend {

std::uint64_t process_id() noexcept { return GetCurrentProcessId(); }

}  // namespace mmapkit::backend
