#include <sys/mman.h>

#include <mmapkit/flags/durability.hpp>

#include "backend/files.hpp"
#include "backend/mappings.hpp"
#include "errors.hpp"
#include "os.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

void make_durable(void* base, std::size_t length, durability level, native_handle file, std::uint64_t offset,
                  std::error_code& error) noexcept {
  if (level == durability::scheduled) return posix::start_writeback(base, length, file, offset, error);
  if (uninterrupted([&] { return os::msync(base, length, MS_SYNC); }) != 0)
    error = last_error();
  else if (level == durability::all && file != no_handle)
    sync_file(file, level, error);
}

}  // namespace mmapkit::backend
