#include <mmapkit/flags/open_flag.hpp>

#include "backend/files.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

open_flag opened_for(native_handle) noexcept { return open_flag::read | open_flag::write; }

}  // namespace mmapkit::backend
