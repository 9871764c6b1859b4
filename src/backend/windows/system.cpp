#include "backend/system.hpp"

namespace mmapkit::backend {

mark system() noexcept { return mark::windows; }

}  // namespace mmapkit::backend
