#include "api.hpp"
#include "backend/files.hpp"
#include "os.hpp"

namespace mmapkit::backend {

void sync_file(native_handle file, durability /*level*/, std::error_code& error) noexcept {
  if (!os::FlushFileBuffers(file.get())) error = last_error();
}

}  // namespace mmapkit::backend
