#include "absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(typed_memory_flag)

}  // namespace mmapkit::backend
