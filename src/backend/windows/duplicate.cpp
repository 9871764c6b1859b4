#include "api.hpp"
#include "backend/files.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// INVALID_HANDLE_VALUE is also the pseudo handle of the process, which can be duplicated.
native_handle duplicate(native_handle file, std::error_code& error) noexcept {
  if (file == no_handle) {
    error = windows_error(ERROR_INVALID_HANDLE);
    return no_handle;
  }
  HANDLE other = nullptr;
  const HANDLE process = GetCurrentProcess();
  if (os::DuplicateHandle(process, file.get(), process, &other, DWORD{0}, FALSE, DWORD{DUPLICATE_SAME_ACCESS}))
    return native_handle{other};
  error = last_error();
  return no_handle;
}

}  // namespace mmapkit::backend
