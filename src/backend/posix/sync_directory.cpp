#include <fcntl.h>

#include <mmapkit/flags/durability.hpp>

#include "backend/files.hpp"
#include "backend/paths.hpp"
#include "errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

void sync_directory(const path_view::value_type* folder, std::error_code& error) noexcept {
  const int directory = uninterrupted([&] { return os::open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (directory == -1) {
    error = last_error();
    return;
  }
  sync_file(directory, durability::all, error);
  os::close(directory);
}

}  // namespace mmapkit::backend
