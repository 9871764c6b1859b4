// F_GETPATH, of macOS, NetBSD and DragonFly.
#include <sys/param.h>

#include "backend/files.hpp"
#include "os.hpp"

namespace mmapkit::backend {

std::string_view path_of(native_handle file, std::span<char> name) noexcept {
#ifdef F_GETPATH
  static_assert(MAXPATHLEN <= 4096);
  if (os::fcntl(file, F_GETPATH, name.data()) == 0) return name.data();
#else
  static_cast<void>(file);
  static_cast<void>(name);
#endif
  return {};
}

}  // namespace mmapkit::backend
