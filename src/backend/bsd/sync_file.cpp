#include "backend/files.hpp"
#include "backend/posix/errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

void sync_file(native_handle file, durability /*level*/, std::error_code& error) noexcept {
  if (uninterrupted([&] { return os::fsync(file); }) != 0) error = last_error();
}

}  // namespace mmapkit::backend
