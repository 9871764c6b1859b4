#include <mmapkit/flags/mmap_flag.hpp>

#include "backend/flag_bits.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

int posix::map_flags(const map_request& request) noexcept { return static_cast<int>(native_set(request.flags)); }

}  // namespace mmapkit::backend
