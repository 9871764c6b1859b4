#include "backend/files.hpp"
#include "unimplemented.hpp"

namespace mmapkit::backend {

MMAPKIT_UNIMPLEMENTED(range_sync_flag)

void sync_file_range(native_handle, std::uint64_t, std::uint64_t, range_sync_flag, std::error_code& error) noexcept {
  set_unimplemented(error);
}

}  // namespace mmapkit::backend
