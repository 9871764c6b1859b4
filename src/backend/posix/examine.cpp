#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <optional>

#include "backend/files.hpp"
#include "backend/system.hpp"
#include "errors.hpp"
#include "os.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

file_info examine(native_handle file, std::error_code& error) noexcept {
  const auto status = posix::status_of(file);
  if (!status) {
    error = last_error();
    return {};
  }
  const bool regular = S_ISREG(status->mode);
  const auto disk = regular ? std::nullopt : posix::device_size(file, status->mode);
  return {.size = disk.value_or(status->size),
          .regular = regular,
          .has_end = regular || disk,
          .unit = posix::huge_page_unit(file, status->block),
          .identity = status->identity};
}

// Some kinds of file can only be mapped shared, such as memfd_secret.
void probe(native_handle file, std::error_code& error) noexcept {
  void* page = os::mmap(nullptr, page_size(), PROT_READ, MAP_PRIVATE, file, 0);
  if (page == MAP_FAILED && errno == EINVAL) page = os::mmap(nullptr, page_size(), PROT_READ, MAP_SHARED, file, 0);
  if (page == MAP_FAILED)
    error = last_error();
  else
    os::munmap(page, page_size());
}

}  // namespace mmapkit::backend
