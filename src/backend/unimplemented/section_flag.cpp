#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(section_flag)

}  // namespace mmapkit::backend
