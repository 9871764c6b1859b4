// F_KINFO, since FreeBSD 13.1.
#include <sys/param.h>
#include <sys/user.h>

#include <algorithm>

#include "backend/bsd/os.hpp"
#include "backend/files.hpp"

namespace mmapkit::backend {

std::string_view path_of(native_handle file, std::span<char> name) noexcept {
#ifdef F_KINFO
  struct kinfo_file info {};
  info.kf_structsize = sizeof info;
  if (os::fcntl(file, F_KINFO, &info) != 0) return {};
  const std::string_view path{info.kf_path};
  if (path.size() > name.size()) return {};
  std::copy(path.begin(), path.end(), name.begin());
  return {name.data(), path.size()};
#else
  static_cast<void>(file);
  static_cast<void>(name);
  return {};
#endif
}

}  // namespace mmapkit::backend
