#include <algorithm>
#include <limits>

#include "backend/files.hpp"
#include "backend/posix/errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// Length 0 means to the end of the file, as for posix_fadvise; the kernel stops at the end of the file.
void read_ahead(native_handle file, std::uint64_t offset, std::uint64_t length, std::error_code& error) noexcept {
  const auto most = std::min<std::uint64_t>(length, std::numeric_limits<ssize_t>::max());
  if (os::readahead(file, static_cast<off_t>(offset), static_cast<std::size_t>(most)) != 0) error = last_error();
}

}  // namespace mmapkit::backend
