// What has to survive a power cut.
#include "../backend.hpp"
#include "api.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// FlushFileBuffers goes through the drive's cache, and takes the metadata with it.
void make_durable(void* base, std::size_t length, durability level, native_handle file, std::uint64_t /*offset*/,
                  std::error_code& error) noexcept {
  sync(base, length, level == durability::scheduled ? msync_flag::async : msync_flag::sync, file, error);
}

void sync_file(native_handle file, durability /*level*/, std::error_code& error) noexcept {
  if (!os::FlushFileBuffers(file.get())) error = last_error();
}

// "Views are not guaranteed to be coherent with files that are accessed by ReadFile and WriteFile" (MapViewOfFile).
bool write_file(native_handle, std::uint64_t, std::span<const std::byte>, bool, std::error_code&) noexcept {
  return false;
}

// A folder's handle needs GENERIC_WRITE for FlushFileBuffers too: where this user may make no file in it, the system
// refuses, and that is told.
void sync_folder(const path_view::value_type* folder, std::error_code& error) noexcept {
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
