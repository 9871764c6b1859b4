#include <fcntl.h>

#include <cerrno>
#include <cstdio>

#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>
#include <mmapkit/flags/seal_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/posix/per_system.hpp"
#include "backend/shared_memory.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// Before Linux 6.7 a file that is sealed against writing is mapped shared by no descriptor that may write (EPERM), even
// for reading alone.
native_handle posix::handle_to_map_by(const map_request& request, int error) noexcept {
  if (error != EPERM || request.file == no_handle || has(request.protection, protection_flag::write)) return no_handle;
  std::error_code unsealed;
  if (!has(get_seals(request.file, unsealed), seal_flag::write)) return no_handle;
  char path[32];
  std::snprintf(path, sizeof path, "/proc/self/fd/%d", request.file);
  return os::open(path, O_RDONLY | O_CLOEXEC);
}

}  // namespace mmapkit::backend
