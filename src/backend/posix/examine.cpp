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
  struct stat status;  // NOLINT(cppcoreguidelines-pro-type-member-init): fstat fills it, on the path of every mapping
  if (os::fstat(file, &status) != 0) {
    error = last_error();
    return {};
  }
  const bool regular = S_ISREG(status.st_mode);
  const auto disk = regular ? std::nullopt : posix::device_size(file, status.st_mode);
  return {.size = disk.value_or(static_cast<std::uint64_t>(status.st_size)),
          .regular = regular,
          .has_end = regular || disk,
          .unit = posix::huge_page_unit(file, static_cast<std::size_t>(status.st_blksize)),
          .identity = {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino)}};
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
