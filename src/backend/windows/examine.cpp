#include "api.hpp"
#include "backend/files.hpp"
#include "backend/system.hpp"
#include "os.hpp"
#include "sections.hpp"

namespace mmapkit::backend {

namespace {

// The handle may be a section.
file_info examine_section(native_handle handle, std::error_code no_file, std::error_code& error) noexcept {
  std::error_code failure;
  const auto size = section_size(handle, failure);
  if (size && !failure) return {.size = *size, .regular = true, .has_end = true};
  error = size ? failure : no_file;
  return {};
}

constexpr std::uint64_t whole(DWORD high, DWORD low) noexcept { return std::uint64_t{high} << 32 | low; }

}  // namespace

file_info examine(native_handle file, std::error_code& error) noexcept {
  SetLastError(NO_ERROR);
  const DWORD type = GetFileType(file.get());
  if (type == FILE_TYPE_UNKNOWN && GetLastError() != NO_ERROR) return examine_section(file, last_error(), error);
  if (type != FILE_TYPE_DISK) return {};
  BY_HANDLE_FILE_INFORMATION info{};
  // To Wine a section is of the type of disks.
  if (!os::GetFileInformationByHandle(file.get(), &info)) return examine_section(file, last_error(), error);
  const bool regular = (info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0;
  return {.size = whole(info.nFileSizeHigh, info.nFileSizeLow),
          .regular = regular,
          .has_end = regular,
          .identity = {info.dwVolumeSerialNumber, whole(info.nFileIndexHigh, info.nFileIndexLow)}};
}

// A section of an empty file cannot be created, so mapping cannot be tried; any regular file will do.
void probe(native_handle file, std::error_code& error) noexcept {
  std::error_code failure;
  const auto info = examine(file, failure);
  if (failure) {
    error = failure;
  } else if (!info.regular) {
    error = refusal(std::errc::no_such_device);
  }
}

}  // namespace mmapkit::backend
