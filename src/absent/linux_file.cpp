#include "absent.hpp"

namespace mmapkit::backend {

MMAPKIT_ABSENT(range_sync_flag)

void sync_file_range(native_handle, std::uint64_t, std::uint64_t, range_sync_flag, std::error_code& error) noexcept {
  refuse_absent(error);
}

void read_ahead(native_handle, std::uint64_t, std::uint64_t, std::error_code& error) noexcept { refuse_absent(error); }

}  // namespace mmapkit::backend
