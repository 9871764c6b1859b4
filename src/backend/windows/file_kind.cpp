#include "api.hpp"
#include "backend/files.hpp"
#include "backend/paths.hpp"
#include "os.hpp"

namespace mmapkit::backend {

file_kind kind_of(native_handle file) noexcept {
  FILE_STANDARD_INFO info{};
  switch (GetFileType(file.get())) {
    case FILE_TYPE_CHAR: return file_kind::character_device;
    case FILE_TYPE_PIPE: return file_kind::fifo;
    case FILE_TYPE_DISK: break;
    default: return file_kind::other;
  }
  const bool is_folder =
      os::GetFileInformationByHandleEx(file.get(), FileStandardInfo, &info, DWORD{sizeof info}) && info.Directory;
  return is_folder ? file_kind::directory : file_kind::regular;
}

// The errors of Windows for a path that cannot be opened need no explanation.
file_kind kind_at(const path_view::value_type* /*path*/) noexcept { return file_kind::other; }

}  // namespace mmapkit::backend
