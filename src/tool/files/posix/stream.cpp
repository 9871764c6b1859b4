#include "files/stream.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "text/formatted.hpp"
#include "text/text.hpp"

namespace mmapkit::tool {

file open_stream(const std::filesystem::path& path) {
  if (path == "-") return file::duplicate(handle_view{native_handle{STDIN_FILENO}});
  const int opened = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (opened == -1) {
    const std::error_code reason{errno, std::system_category()};
    throw std::runtime_error{formatted("cannot open '{}': {}", name_of(path), reason.message())};
  }
  return file::adopt(opened);
}

bool has_holes(const file& opened) {
  struct stat about {};
  return ::fstat(opened.handle(), &about) == 0 && S_ISREG(about.st_mode) && about.st_blocks < about.st_size / 512;
}

std::size_t read_some(const file& from, std::span<char> to, std::error_code& error) {
  for (;;) {
    const auto got = ::read(from.handle(), to.data(), to.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    error.assign(errno, std::system_category());
    if (error != std::errc::interrupted) return 0;
    error.clear();
  }
}

}  // namespace mmapkit::tool
