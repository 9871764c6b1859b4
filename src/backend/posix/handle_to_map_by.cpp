#include "per_system.hpp"

namespace mmapkit::backend {

native_handle posix::handle_to_map_by(const map_request& /*request*/, int /*error*/) noexcept { return no_handle; }

}  // namespace mmapkit::backend
