// What has to survive a power cut.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../backend.hpp"
#include "errors.hpp"
#include "os.hpp"
#include "system.hpp"

namespace mmapkit::backend {

void make_durable(void* base, std::size_t length, durability level, native_handle file, std::uint64_t offset,
                  std::error_code& error) noexcept {
  if (level == durability::scheduled) return posix::start_writing(base, length, file, offset, error);
  if (uninterrupted([&] { return os::msync(base, length, MS_SYNC); }) != 0)
    error = last_error();
  else if (level == durability::all && file != no_handle)
    sync_file(file, level, error);
}

void sync_folder(const path_view::value_type* folder, std::error_code& error) noexcept {
  const int directory = uninterrupted([&] { return os::open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (directory == -1) {
    error = last_error();
    return;
  }
  sync_file(directory, durability::all, error);
  os::close(directory);
}

}  // namespace mmapkit::backend
