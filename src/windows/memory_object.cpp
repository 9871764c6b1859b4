// Shared memory that nobody else can find: a section without a name.
#include "../backend.hpp"
#include "api.hpp"
#include "os.hpp"

namespace mmapkit::backend {

native_handle memory_object(std::uint64_t size, bool runs, std::error_code& error) noexcept {
  const HANDLE section =
      os::CreateFileMappingW(INVALID_HANDLE_VALUE, nullptr, runs ? PAGE_EXECUTE_READWRITE : PAGE_READWRITE,
                             high_half(size), low_half(size), nullptr);
  if (section != nullptr) return native_handle{section};
  error = last_error();
  return no_handle;
}

bool objects_keep_their_size() noexcept { return true; }

}  // namespace mmapkit::backend
