#include "api.hpp"
#include "backend/shared_memory.hpp"
#include "os.hpp"

namespace mmapkit::backend {

native_handle memory_object(std::uint64_t size, bool executable, std::error_code& error) noexcept {
  const HANDLE section =
      os::CreateFileMappingW(INVALID_HANDLE_VALUE, nullptr, executable ? PAGE_EXECUTE_READWRITE : PAGE_READWRITE,
                             high_half(size), low_half(size), nullptr);
  if (section != nullptr) return native_handle{section};
  error = last_error();
  return no_handle;
}

}  // namespace mmapkit::backend
