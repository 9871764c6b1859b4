#include <algorithm>
#include <span>

#include "api.hpp"
#include "backend/files.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// ERROR_HANDLE_EOF at the end of the file.
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
