#include "backend/system.hpp"
#include "values.hpp"

namespace mmapkit::backend {

mark system() noexcept { return values::this_system; }

}  // namespace mmapkit::backend
