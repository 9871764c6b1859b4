#include "files/file_identity.hpp"

#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

namespace mmapkit::tool {

std::optional<file_identity> identity_of(const std::filesystem::path& path) {
  constexpr DWORD everyone = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
  const HANDLE file =
      CreateFileW(path.c_str(), 0, everyone, nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
  if (file == INVALID_HANDLE_VALUE) return std::nullopt;
  BY_HANDLE_FILE_INFORMATION told{};
  const bool known = GetFileInformationByHandle(file, &told) != 0;
  CloseHandle(file);
  if (!known) return std::nullopt;
  return file_identity{told.dwVolumeSerialNumber, std::uint64_t{told.nFileIndexHigh} << 32 | told.nFileIndexLow};
}

}  // namespace mmapkit::tool
