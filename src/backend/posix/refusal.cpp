#include "backend/system.hpp"

namespace mmapkit::backend {

std::error_code refusal(std::errc reason) noexcept { return {static_cast<int>(reason), std::system_category()}; }

}  // namespace mmapkit::backend
