#include <sys/stat.h>

#include "backend/files.hpp"
#include "backend/paths.hpp"
#include "os.hpp"

namespace mmapkit::backend {

namespace {

// Nothing of S_IFMT is set for what Linux keeps in no folder, such as an eventfd.
file_kind kind_of_mode(mode_t mode) noexcept {
  switch (mode & S_IFMT) {
    case S_IFREG: return file_kind::regular;
    case S_IFDIR: return file_kind::directory;
    case S_IFIFO: return file_kind::fifo;
    case S_IFSOCK: return file_kind::socket;
    case S_IFCHR: return file_kind::character_device;
    case S_IFBLK: return file_kind::block_device;
    case S_IFLNK: return file_kind::symbolic_link;
    default: return file_kind::other;
  }
}

}  // namespace

file_kind kind_of(native_handle file) noexcept {
  struct stat status {};
  return os::fstat(file, &status) == 0 ? kind_of_mode(status.st_mode) : file_kind::other;
}

file_kind kind_at(const path_view::value_type* path) noexcept {
  struct stat status {};
  return os::lstat(path, &status) == 0 ? kind_of_mode(status.st_mode) : file_kind::other;
}

}  // namespace mmapkit::backend
