#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>

#include "api.hpp"
#include "backend/files.hpp"
#include "backend/flag_bits.hpp"
#include "backend/paths.hpp"
#include "backend/system.hpp"
#include "file_space.hpp"
#include "os.hpp"

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

DWORD attributes_of(open_flag flags, unsigned mode) noexcept {
  constexpr auto named =
      open_flag::direct | open_flag::file_sync | open_flag::data_sync | open_flag::no_follow | open_flag::directory;
  DWORD attributes = native_set(flags & named) | native_bits_of(flags);
  if ((mode & 0222) == 0) attributes |= FILE_ATTRIBUTE_READONLY;  // of a new file
  // CREATE_NEW would follow a dangling link and create its target.
  if (has(flags, open_flag::ensure_create)) attributes |= FILE_FLAG_OPEN_REPARSE_POINT;
  return attributes;
}

bool same_file(const BY_HANDLE_FILE_INFORMATION& a, const BY_HANDLE_FILE_INFORMATION& b) noexcept {
  return a.dwVolumeSerialNumber == b.dwVolumeSerialNumber && a.nFileIndexHigh == b.nFileIndexHigh &&
         a.nFileIndexLow == b.nFileIndexLow;
}

// Refuses `file` if it is a link. A reparse point of another kind (deduplicated, compressed, in the cloud) is opened
// again and followed: as a reparse point it has no data, or the wrong data.
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

// Flags that CreateFileW does not have. May replace `file`.
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
  // Not CREATE_ALWAYS: that would change the attributes of an existing file.
  if (has(flags, open_flag::truncate)) return set_size(file, 0);
  return {};
}

}  // namespace

native_handle open_file(const path_view::value_type* path, open_flag flags, protection_flag protection,
                        std::error_code& error, unsigned mode) noexcept {
  const DWORD access = access_of(flags, protection);
  const DWORD attributes = attributes_of(flags, mode);
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

// Access control lists are inherited from the folder. The one permission that a file has by itself is the read-only
// attribute.
bool keeps_mode(unsigned mode) noexcept { return mode == default_file_mode || mode == 0444; }

void close_file(native_handle file, std::error_code& error) noexcept {
  if (!os::CloseHandle(file.get())) error = last_error();
}

}  // namespace mmapkit::backend
