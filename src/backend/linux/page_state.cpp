#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <cstdio>
#include <cstring>
#include <optional>

#include <mmapkit/flags/page_state.hpp>

#include "backend/native_value.hpp"
#include "backend/pages.hpp"
#include "backend/regions.hpp"
#include "kernel.hpp"
#include "os.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(page_state state) noexcept {
  return state == page_state::in_core ? std::optional{1U} : std::nullopt;
}

bool available(page_state state) noexcept { return native_value(state).has_value(); }

page_state state_of(unsigned char page) noexcept { return (page & 1U) != 0 ? page_state::in_core : page_state{}; }

namespace {

// mincore(2) since Linux 5.2: the owner of a file, who may write to it, and root see what is resident.
bool may_see(const char* path, const struct stat& file) noexcept {
  return file.st_uid == ::geteuid() || os::faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0;
}

}  // namespace

// Without a handle the file is found by its name in /proc/self/maps, if that name still is this file.
bool may_see_residency(const void* addr, native_handle file) noexcept {
  if (!kernel_is_at_least(5, 2)) return true;
  if (file != no_handle) {
    char path[32];
    std::snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    struct stat status {};
    return os::fstat(file, &status) == 0 && may_see(path, status);
  }
  struct visited {
    const void* addr;
    bool may_see;
  } found{addr, true};
  const auto look = [](void* context, const region_entry& entry) {
    auto& its = *static_cast<visited*>(context);
    const bool is_file = entry.addr <= its.addr && entry.name.starts_with('/') && !entry.name.starts_with("/dev/zero ");
    if (!is_file) return false;
    char path[PATH_MAX];
    struct stat status {};
    its.may_see = false;
    if (entry.name.size() >= sizeof path) return false;
    std::memcpy(path, entry.name.data(), entry.name.size());
    path[entry.name.size()] = '\0';
    its.may_see = os::stat(path, &status) == 0 && status.st_ino == entry.inode && may_see(path, status);
    return false;
  };
  std::error_code failed;
  regions(addr, look, &found, failed);
  return !failed && found.may_see;
}

}  // namespace mmapkit::backend
