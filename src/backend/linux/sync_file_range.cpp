#include <optional>

#include <mmapkit/flags/range_sync_flag.hpp>

#include "backend/files.hpp"
#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/posix/errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(range_sync_flag flag) noexcept {
  switch (flag) {
    case range_sync_flag::wait_before: return SYNC_FILE_RANGE_WAIT_BEFORE;
    case range_sync_flag::write: return SYNC_FILE_RANGE_WRITE;
    case range_sync_flag::wait_after: return SYNC_FILE_RANGE_WAIT_AFTER;
  }
  return std::nullopt;
}

bool available(range_sync_flag /*flag*/) noexcept { return true; }

void sync_file_range(native_handle file, std::uint64_t offset, std::uint64_t length, range_sync_flag flags,
                     std::error_code& error) noexcept {
  if (os::sync_file_range(file, static_cast<off_t>(offset), static_cast<off_t>(length), native_set(flags)) != 0)
    error = last_error();
}

}  // namespace mmapkit::backend
