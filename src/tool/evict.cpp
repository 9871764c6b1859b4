#include <algorithm>
#include <mmapkit/call.hpp>
#include <mmapkit/file_space.hpp>
#include <mmapkit/mapping.hpp>

#include "../formatted.hpp"
#include "cached_file.hpp"
#include "commands.hpp"
#include "live_line.hpp"
#include "memory_commands.hpp"
#include "text.hpp"
#include "windows.hpp"

namespace mmapkit::tool {

namespace {

struct evicted {
  std::uint64_t files = 0;
  std::uint64_t left = 0;  // pages
  std::uint64_t stayed = 0;
  std::uint64_t unknown_files = 0;
};

// A page can go once it is written. By a mapping that the system takes for one that may have been written to: a shared
// one.
void sync_through_mapping(const cached_file& file, const page_extent& extent, msync_flag how) {
  const auto end = extent.offset + extent.length;
  for (auto at = extent.offset; at < end; at += default_window) {
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(default_window, end - at));
    std::error_code failed;
    mapping part{file.handle(), {.mmap = mmap_flag::shared, .size = length, .offset = at}, failed};
    if (failed) file.fail("map", failed);
    part.sync(how, failed);
    if (failed) file.fail("sync", failed);
  }
}

void write_back(const cached_file& file, const page_extent& extent) {
  if (!supported(call::sync_file_range)) return sync_through_mapping(file, extent, msync_flag::sync);
  std::error_code failed;
  sync_file_range(file.handle(), extent.offset, extent.length,
                  range_sync_flag::wait_before | range_sync_flag::write | range_sync_flag::wait_after, failed);
  if (failed) file.fail("write back", failed);
}

// macOS and OpenBSD have no advice for files; there invalidation drops what is written.
bool can_evict() { return supported(file_advice::dont_need) || has(mark::apple | mark::openbsd, this_system()); }

void evict_file(const cached_file& file, const page_extent& extent) {
  if (extent.pages == 0) return;
  if (!supported(file_advice::dont_need))
    return sync_through_mapping(file, extent, msync_flag::sync | msync_flag::invalidate);
  write_back(file, extent);
  std::error_code failed;
  posix_fadvise(file.handle(), extent.offset, extent.pages * page_size(), file_advice::dont_need, failed);
  if (failed) file.fail("advise", failed);
}

}  // namespace

int evict(const page_request& request) {
  if (!can_evict()) {
    complain("this system has no call that drops a file's pages from memory");
    return failure;
  }
  evicted all;
  const auto result = walk(request.files, [&](const chosen_file& file) {
    if (file.seen_before) return;
    if (live_line_due()) draw_live_line(formatted("{} evicted; {}", plural(all.files, "file"), name_of(file.path)));
    const cached_file cached{file.path};
    const auto extent = pages_of(request.range, file.size);
    const auto before = cached.count_resident(extent);
    if (before != 0) evict_file(cached, extent);
    const auto after = before != 0 ? cached.count_resident(extent) : before;
    ++all.files;
    if (before && after) {
      all.left += *before - std::min(*before, *after);
      all.stayed += *after;
    } else {
      ++all.unknown_files;
    }
  });
  print("evicted {}", plural(all.files, "file"));
  if (all.unknown_files != all.files)
    print(": {}, {}, left memory", plural(all.left, "page"), to_text(all.left * page_size()));
  if (all.stayed != 0)
    print("; {}, {}, stayed: mapped, locked or in use", plural(all.stayed, "page"), to_text(all.stayed * page_size()));
  if (all.unknown_files != 0)
    print("; what left memory is unknown for {}: {}", plural(all.unknown_files, "file"), why_hidden());
  write("\n");
  return result.all_read ? success : failure;
}

}  // namespace mmapkit::tool
