#include "api.hpp"
#include "backend/files.hpp"
#include "backend/paths.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// FlushFileBuffers needs GENERIC_WRITE also for a directory: the system refuses it to users who may not create files
// there.
void sync_directory(const path_view::value_type* folder, std::error_code& error) noexcept {
  const HANDLE directory =
      os::CreateFileW(folder, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                      nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
  if (directory == INVALID_HANDLE_VALUE) {
    error = last_error();
    return;
  }
  if (!os::FlushFileBuffers(directory)) error = last_error();
  os::CloseHandle(directory);
}

}  // namespace mmapkit::backend
