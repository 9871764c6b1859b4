#include "file_space.hpp"
#include "api.hpp"
#include "backend/system.hpp"
#include "os.hpp"

#include <winioctl.h>

namespace mmapkit::backend {

std::error_code control(HANDLE file, DWORD code, void* input, std::size_t size) noexcept {
  DWORD written = 0;
  if (os::DeviceIoControl(file, code, input, static_cast<DWORD>(size), nullptr, 0, &written, nullptr)) return {};
  const auto failure = last_error();
  const bool unknown =
      failure == windows_error(ERROR_INVALID_FUNCTION) || failure == windows_error(ERROR_NOT_SUPPORTED);
  return unknown ? refusal(std::errc::operation_not_supported) : failure;
}

std::error_code make_sparse(HANDLE file) noexcept { return control(file, FSCTL_SET_SPARSE, nullptr, 0); }

// NTFS allocates clusters when a file is extended, except for these.
std::error_code refuse_unallocated(HANDLE file) noexcept {
  FILE_BASIC_INFO info{};
  if (!os::GetFileInformationByHandleEx(file, FileBasicInfo, &info, DWORD{sizeof info})) return last_error();
  if ((info.FileAttributes & (FILE_ATTRIBUTE_SPARSE_FILE | FILE_ATTRIBUTE_COMPRESSED)) != 0)
    return refusal(std::errc::operation_not_supported);
  return {};
}

std::error_code set_size(HANDLE file, std::uint64_t size) noexcept {
  FILE_END_OF_FILE_INFO end{};
  end.EndOfFile.QuadPart = static_cast<LONGLONG>(size);
  if (!os::SetFileInformationByHandle(file, FileEndOfFileInfo, &end, DWORD{sizeof end})) return last_error();
  return {};
}

}  // namespace mmapkit::backend
