#include <algorithm>
#include <mmapkit/calls/file_space.hpp>
#include <mmapkit/calls/page_size.hpp>
#include <mmapkit/flags/call.hpp>
#include <mmapkit/mapping.hpp>

#include "commands.hpp"
#include "memory_commands.hpp"
#include "text/formatted.hpp"
#include "text/text.hpp"

namespace mmapkit::tool {

namespace {

// A changed page can be dropped only after it was written back. msync writes back through shared mappings alone.
void sync_through_mapping(const cached_file& file, msync_flag how, progress& so_far) {
  file.for_each_piece(bytes_at_once, mmap_flag::shared, [&](mapping& piece) {
    std::error_code failed;
    piece.sync(how, failed);
    if (failed) file.fail("sync", failed);
    so_far.advance(piece.size(), file.path());
  });
}

// While one piece is waited for, the next is under way. Smaller pieces take longer.
void write_back(const cached_file& file, progress& so_far) {
  if (!supported(call::sync_file_range)) return sync_through_mapping(file, msync_flag::sync, so_far);
  constexpr std::uint64_t piece = std::uint64_t{64} << 20;
  const auto end = file.extent().offset + file.extent().length;
  const auto sync_piece = [&](std::uint64_t at, range_sync_flag how) {
    std::error_code failed;
    const auto length = std::min(piece, end - std::min(at, end));
    if (length != 0) sync_file_range(file.handle(), at, length, how, failed);
    if (failed) file.fail("write back", failed);
    return length;
  };
  for (auto at = file.extent().offset; at < end; at += piece) {
    sync_piece(at + piece, range_sync_flag::write);
    so_far.advance(sync_piece(at, range_sync_flag::wait_before | range_sync_flag::write | range_sync_flag::wait_after),
                   file.path());
  }
}

// macOS and OpenBSD have no advice for files; there invalidation drops what is written.
bool can_evict() { return supported(file_advice::dont_need) || has(mark::apple | mark::openbsd, this_system()); }

void evict_file(const cached_file& file, progress& so_far) {
  const auto& extent = file.extent();
  if (extent.pages == 0) return;
  if (!supported(file_advice::dont_need))
    return sync_through_mapping(file, msync_flag::sync | msync_flag::invalidate, so_far);
  write_back(file, so_far);
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
  const auto all = change_pages(request, evict_file);
  const auto left = all.before - std::min(all.before, all.after);
  print("evicted {}", plural(all.files, "file"));
  if (all.unknown_files != all.files) print(": {}, {}, left memory", plural(left, "page"), to_text(left * page_size()));
  if (all.after != 0)
    print("; {}, {}, stayed: mapped, locked or in use", plural(all.after, "page"), to_text(all.after * page_size()));
  if (all.unknown_files != 0)
    print("; what left memory is unknown for {}: {}", plural(all.unknown_files, "file"), why_hidden());
  write("\n");
  return all.all_read ? success : failure;
}

}  // namespace mmapkit::tool
