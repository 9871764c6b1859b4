#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(typed_memory_flag)

}  // namespace mmapkit::backend
