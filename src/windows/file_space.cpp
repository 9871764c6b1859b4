// The length of a file and its blocks.
#include "../backend.hpp"
#include "api.hpp"
#include "file_length.hpp"
#include "os.hpp"
#include "sections.hpp"

#include <winioctl.h>

namespace mmapkit::backend {
namespace {

// NTFS gives a longer file its clusters at once, unless the file is of these kinds.
std::error_code refuse_unallocated(HANDLE file) noexcept {
  FILE_BASIC_INFO info{};
  if (!os::GetFileInformationByHandleEx(file, FileBasicInfo, &info, DWORD{sizeof info})) return last_error();
  if ((info.FileAttributes & (FILE_ATTRIBUTE_SPARSE_FILE | FILE_ATTRIBUTE_COMPRESSED)) != 0)
    return refusal(std::errc::operation_not_supported);
  return {};
}

std::error_code control(HANDLE file, DWORD code, void* input, std::size_t size) noexcept {
  DWORD written = 0;
  if (os::DeviceIoControl(file, code, input, static_cast<DWORD>(size), nullptr, 0, &written, nullptr)) return {};
  const auto failure = last_error();
  const bool unknown =
      failure == windows_error(ERROR_INVALID_FUNCTION) || failure == windows_error(ERROR_NOT_SUPPORTED);
  return unknown ? refusal(std::errc::operation_not_supported) : failure;
}

std::error_code make_sparse(HANDLE file) noexcept { return control(file, FSCTL_SET_SPARSE, nullptr, 0); }

// A section that is longer than its file makes the file longer, and leaves it alone if another process has made it
// longer still; setting the end of the file would cut off what that process wrote.
std::error_code lengthen(HANDLE file, std::uint64_t size) noexcept {
  const HANDLE section =
      os::CreateFileMappingW(file, nullptr, PAGE_READWRITE, high_half(size), low_half(size), nullptr);
  if (section == nullptr) return last_error();
  os::CloseHandle(section);
  return {};
}

// Shared memory has the size that it was made with.
std::error_code refuse_section(native_handle file, std::error_code failure) noexcept {
  return failure && is_section(file) ? refusal(std::errc::operation_not_supported) : failure;
}

std::error_code allocate_to(native_handle file, std::uint64_t size, std::uint64_t end) noexcept {
  std::error_code failure = refuse_unallocated(file.get());
  if (!failure && end > size) grow(file, size, end, file_growth::allocated, failure);
  return failure;
}

std::error_code punch_hole(native_handle file, std::uint64_t size, std::uint64_t offset, std::uint64_t end) noexcept {
  if (offset >= size) return {};
  if (const auto failure = make_sparse(file.get())) return failure;
  FILE_ZERO_DATA_INFORMATION range{};
  range.FileOffset.QuadPart = static_cast<LONGLONG>(offset);
  range.BeyondFinalZero.QuadPart = static_cast<LONGLONG>(end < size ? end : size);
  return control(file.get(), FSCTL_SET_ZERO_DATA, &range, sizeof range);
}

}  // namespace

std::error_code set_size(HANDLE file, std::uint64_t size) noexcept {
  FILE_END_OF_FILE_INFO end{};
  end.EndOfFile.QuadPart = static_cast<LONGLONG>(size);
  if (!os::SetFileInformationByHandle(file, FileEndOfFileInfo, &end, DWORD{sizeof end})) return last_error();
  return {};
}

void grow(native_handle file, std::uint64_t from, std::uint64_t to, file_growth growth,
          std::error_code& error) noexcept {
  auto failure = growth == file_growth::sparse ? make_sparse(file.get()) : refuse_unallocated(file.get());
  if (!failure) {
    failure = lengthen(file.get(), to);
    std::error_code unseen;
    if (failure) shorten(file, to, from, unseen);
  }
  if (failure) error = refuse_section(file, failure);
}

void shorten(native_handle file, std::uint64_t from, std::uint64_t to, std::error_code& error) noexcept {
  LARGE_INTEGER size{};
  if (!os::GetFileSizeEx(file.get(), &size)) {
    error = last_error();
  } else if (static_cast<std::uint64_t>(size.QuadPart) == from) {
    if (const auto failure = set_size(file.get(), to)) error = failure;
  }
}

void fallocate(native_handle file, space_flag flags, std::uint64_t offset, std::uint64_t length,
               std::error_code& error) noexcept {
  std::error_code failure;
  const auto info = examine(file, failure);
  if (failure) {
    error = failure;
  } else if (native_bits_of(flags) != 0 || is_section(file)) {
    error = refusal(std::errc::operation_not_supported);
  } else if (!info.regular) {
    error = refusal(std::errc::no_such_device);
  } else {
    const auto end = offset + length;
    failure = has(flags, space_flag::punch_hole) ? punch_hole(file, info.size, offset, end)
                                                 : allocate_to(file, info.size, end);
    if (failure) error = failure;
  }
}

}  // namespace mmapkit::backend
