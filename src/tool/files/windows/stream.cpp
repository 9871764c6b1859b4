#include "files/stream.hpp"

#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include <algorithm>

namespace mmapkit::tool {

file open_stream(const std::filesystem::path& path) {
  if (path == "-") return file::duplicate(handle_view{native_handle{GetStdHandle(STD_INPUT_HANDLE)}});
  return file{path};
}

bool has_holes(const file& /*opened*/) { return false; }  // a mapping fills none

std::size_t read_some(const file& from, std::span<char> to, std::error_code& error) {
  DWORD got = 0;
  const auto most = static_cast<DWORD>(std::min(to.size(), std::size_t{1} << 30));
  if (ReadFile(from.handle().get(), to.data(), most, &got, nullptr) != 0) return got;
  const DWORD reason = GetLastError();
  // A pipe whose other end is closed, and a file, have ended.
  if (reason != ERROR_BROKEN_PIPE && reason != ERROR_HANDLE_EOF)
    error.assign(static_cast<int>(reason), std::system_category());
  return 0;
}

}  // namespace mmapkit::tool
