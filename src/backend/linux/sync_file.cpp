#include <mmapkit/flags/durability.hpp>

#include "backend/files.hpp"
#include "backend/posix/errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

void sync_file(native_handle file, durability level, std::error_code& error) noexcept {
  const auto sync = [&] { return level == durability::all ? os::fsync(file) : os::fdatasync(file); };
  if (uninterrupted(sync) != 0) error = last_error();
}

}  // namespace mmapkit::backend
