#include "backend/system.hpp"

namespace mmapkit::backend {

std::error_code refusal(std::errc reason) noexcept { return std::make_error_code(reason); }

}  // namespace mmapkit::backend
