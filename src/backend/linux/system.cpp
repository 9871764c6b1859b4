#include "backend/system.hpp"

namespace mmapkit::backend {

mark system() noexcept { return mark::linux_; }

}  // namespace mmapkit::backend
