// Opening and measuring files.
#include <algorithm>

#include "../backend.hpp"
#include "../bits.hpp"
#include "api.hpp"
#include "file_length.hpp"
#include "os.hpp"
#include "sections.hpp"

namespace mmapkit::backend {
namespace {

constexpr DWORD share_all = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

DWORD access_of(open_flag flags, protection_flag protection) noexcept {
  DWORD access = GENERIC_READ;
  if (has(flags, open_flag::write)) access |= GENERIC_WRITE;
  if (has(protection, protection_flag::exec)) access |= GENERIC_EXECUTE;
  return access;
}

DWORD disposition_of(open_flag flags) noexcept {
  if (has(flags, open_flag::ensure_create)) return CREATE_NEW;
  return has(flags, open_flag::create) ? OPEN_ALWAYS : OPEN_EXISTING;
}

DWORD attributes_of(open_flag flags) noexcept {
  constexpr auto named =
      open_flag::direct | open_flag::file_sync | open_flag::data_sync | open_flag::no_follow | open_flag::directory;
  DWORD attributes = native_set(flags & named) | native_bits_of(flags);
  // Or a link that leads nowhere would have its target made.
  if (has(flags, open_flag::ensure_create)) attributes |= FILE_FLAG_OPEN_REPARSE_POINT;
  return attributes;
}

bool same_file(const BY_HANDLE_FILE_INFORMATION& a, const BY_HANDLE_FILE_INFORMATION& b) noexcept {
  return a.dwVolumeSerialNumber == b.dwVolumeSerialNumber && a.nFileIndexHigh == b.nFileIndexHigh &&
         a.nFileIndexLow == b.nFileIndexLow;
}

// Refuses `file` if it is a link. A reparse point of another kind (deduplicated, compressed, in the cloud) is opened
// again and followed: opened as the reparse point it shows no data, or the wrong data.
std::error_code refuse_link(HANDLE& file, const path_view::value_type* path, DWORD access, DWORD attributes,
                            const BY_HANDLE_FILE_INFORMATION& info) noexcept {
  if ((info.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) == 0) return {};
  FILE_ATTRIBUTE_TAG_INFO reparse{};
  if (!os::GetFileInformationByHandleEx(file, FileAttributeTagInfo, &reparse, DWORD{sizeof reparse}))
    return last_error();
  if (IsReparseTagNameSurrogate(reparse.ReparseTag)) return refusal(std::errc::too_many_symbolic_link_levels);

  const HANDLE followed = os::CreateFileW(path, access, share_all, nullptr, OPEN_EXISTING,
                                          attributes & ~DWORD{FILE_FLAG_OPEN_REPARSE_POINT}, nullptr);
  if (followed == INVALID_HANDLE_VALUE) return last_error();
  os::CloseHandle(file);
  file = followed;
  BY_HANDLE_FILE_INFORMATION there{};
  if (!os::GetFileInformationByHandle(file, &there)) return last_error();
  return same_file(info, there) ? std::error_code{} : refusal(std::errc::too_many_symbolic_link_levels);
}

// Keeps the promises that CreateFileW alone does not. May exchange `file`.
std::error_code finish_opening(HANDLE& file, const path_view::value_type* path, open_flag flags, DWORD access,
                               DWORD attributes) noexcept {
  if ((flags & (open_flag::no_follow | open_flag::directory)) != open_flag{}) {
    BY_HANDLE_FILE_INFORMATION info{};
    if (!os::GetFileInformationByHandle(file, &info)) return last_error();
    if (has(flags, open_flag::no_follow)) {
      if (const auto failure = refuse_link(file, path, access, attributes, info)) return failure;
    }
    if (has(flags, open_flag::directory) && (info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0)
      return refusal(std::errc::not_a_directory);
  }
  // Not by the disposition: CREATE_ALWAYS takes the attributes of an existing file away.
  if (has(flags, open_flag::truncate)) return set_size(file, 0);
  return {};
}

}  // namespace

native_handle open_file(const path_view::value_type* path, open_flag flags, protection_flag protection,
                        std::error_code& error) noexcept {
  const DWORD access = access_of(flags, protection);
  const DWORD attributes = attributes_of(flags);
  HANDLE file = os::CreateFileW(path, access, share_all, nullptr, disposition_of(flags), attributes, nullptr);
  if (file == INVALID_HANDLE_VALUE) {
    error = last_error();
    return no_handle;
  }
  if (const auto failure = finish_opening(file, path, flags, access, attributes)) {
    os::CloseHandle(file);
    error = failure;
    return no_handle;
  }
  return native_handle{file};
}

void close_file(native_handle file, std::error_code& error) noexcept {
  if (!os::CloseHandle(file.get())) error = last_error();
}

namespace {

// What is not a file may still be shared memory.
file_info examine_section(native_handle handle, std::error_code no_file, std::error_code& error) noexcept {
  std::error_code failure;
  const auto size = section_size(handle, failure);
  if (size && !failure) return {.size = *size, .regular = true};
  error = size ? failure : no_file;
  return {};
}

}  // namespace

file_info examine(native_handle file, std::error_code& error) noexcept {
  SetLastError(NO_ERROR);
  const DWORD type = GetFileType(file.get());
  if (type == FILE_TYPE_UNKNOWN && GetLastError() != NO_ERROR) return examine_section(file, last_error(), error);
  if (type != FILE_TYPE_DISK) return {};
  FILE_STANDARD_INFO info{};
  if (!os::GetFileInformationByHandleEx(file.get(), FileStandardInfo, &info, DWORD{sizeof info})) {
    error = last_error();
    return {};
  }
  return {.size = static_cast<std::uint64_t>(info.EndOfFile.QuadPart), .regular = info.Directory == FALSE};
}

// No section is made of an empty file, so that it cannot be tried; but none here only says that it is empty.
void probe(native_handle file, std::error_code& error) noexcept {
  std::error_code failure;
  const auto info = examine(file, failure);
  if (failure) {
    error = failure;
  } else if (!info.regular) {
    error = refusal(std::errc::no_such_device);
  }
}

// The end is an error of its own.
std::size_t read_file(native_handle file, std::uint64_t offset, std::span<std::byte> to,
                      std::error_code& error) noexcept {
  OVERLAPPED place{};
  place.Offset = low_half(offset);
  place.OffsetHigh = high_half(offset);
  const auto length = static_cast<DWORD>(std::min<std::size_t>(to.size(), 1U << 30));
  DWORD done = 0;
  if (!os::ReadFile(file.get(), to.data(), length, &done, &place) && GetLastError() != ERROR_HANDLE_EOF)
    error = last_error();
  return done;
}

}  // namespace mmapkit::backend
