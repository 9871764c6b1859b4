#include "api.hpp"
#include "backend/files.hpp"
#include "os.hpp"

namespace mmapkit::backend {

namespace {

// One byte that no file has: a lock keeps others from reading and writing what it covers.
OVERLAPPED locked_byte() noexcept {
  OVERLAPPED place{};
  place.Offset = 0xfffffffe;
  place.OffsetHigh = 0x7fffffff;
  return place;
}

}  // namespace

bool lock_file(native_handle file, file_lock how, bool waits, std::error_code& error) noexcept {
  DWORD flags = 0;
  if (how == file_lock::exclusive) flags |= LOCKFILE_EXCLUSIVE_LOCK;
  if (!waits) flags |= LOCKFILE_FAIL_IMMEDIATELY;
  auto place = locked_byte();
  if (os::LockFileEx(file.get(), flags, DWORD{0}, DWORD{1}, DWORD{0}, &place)) return true;
  DWORD code = GetLastError();
  if (code == ERROR_IO_PENDING) {  // a handle that was opened with FILE_FLAG_OVERLAPPED
    DWORD none = 0;
    if (!waits) CancelIoEx(file.get(), &place);
    if (GetOverlappedResult(file.get(), &place, &none, TRUE)) return true;
    code = GetLastError();
  }
  const bool is_held = !waits && (code == ERROR_LOCK_VIOLATION || code == ERROR_OPERATION_ABORTED);
  if (!is_held) error = windows_error(code);
  return false;
}

void unlock_file(native_handle file, std::error_code& error) noexcept {
  auto place = locked_byte();
  if (!os::UnlockFileEx(file.get(), DWORD{0}, DWORD{1}, DWORD{0}, &place)) error = last_error();
}

}  // namespace mmapkit::backend
