#include <mmapkit/flags/residency.hpp>

#include "backend/files.hpp"
#include "kernel.hpp"
#include "values.hpp"

namespace mmapkit::backend {

namespace {

// A file system that stands on another may leave a file's pages to the file below: overlayfs and aufs always, FUSE
// where its server passes the file through. The kernel then counts none.
bool may_have_pages_elsewhere(int file) noexcept {
  constexpr auto overlayfs = 0x794c7630U;
  constexpr auto aufs = 0x61756673U;
  constexpr auto fuse = 0x65735546U;
  struct statfs system {};
  if (os::fstatfs(file, &system) != 0) return false;
  const auto type = static_cast<std::uint32_t>(system.f_type);
  return type == overlayfs || type == aufs || type == fuse;
}

}  // namespace

cache_state cachestat(native_handle file, std::uint64_t offset, std::uint64_t length, unsigned flags,
                      std::error_code& error) noexcept {
  const cachestat_range range{.offset = offset, .length = length};
  cachestat_counts counts{};
  if (call_kernel(error, SYS_cachestat, file, &range, &counts, flags) == -1) return {};
  if (counts.cached == 0 && counts.evicted == 0 && may_have_pages_elsewhere(file)) {
    error = {EOPNOTSUPP, std::system_category()};  // as the kernel for huge pages, which it does not count either
    return {};
  }
  return {.cached = counts.cached,
          .dirty = counts.dirty,
          .writeback = counts.writeback,
          .evicted = counts.evicted,
          .recently_evicted = counts.recently_evicted};
}

}  // namespace mmapkit::backend
