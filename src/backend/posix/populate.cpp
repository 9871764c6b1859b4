#include <sys/mman.h>

#include <cerrno>

#include "backend/faults.hpp"
#include "backend/files.hpp"
#include "errors.hpp"
#include "os.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

// Where the store allocates no block, writing the page back does.
void populate(void* base, std::size_t length, native_handle /*file*/, std::uint64_t /*offset*/,
              std::error_code& error) noexcept {
  catch_faults(error);
  if (error) return;
  if (posix::store_to_pages(static_cast<std::byte*>(base), length) != length)
    error = {EIO, std::system_category()};
  else if (uninterrupted([&] { return os::msync(base, length, MS_SYNC); }) != 0)
    error = last_error();
}

}  // namespace mmapkit::backend
