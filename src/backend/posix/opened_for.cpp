#include <mmapkit/flags/open_flag.hpp>

#include "backend/files.hpp"
#include "os.hpp"

namespace mmapkit::backend {

open_flag opened_for(native_handle file) noexcept {
  const int flags = os::fcntl(file, F_GETFL);
  if (flags == -1) return open_flag::read | open_flag::write;
  switch (flags & O_ACCMODE) {
    case O_RDONLY: return open_flag::read;
    case O_WRONLY: return open_flag::write;
    default: return open_flag::read | open_flag::write;
  }
}

}  // namespace mmapkit::backend
