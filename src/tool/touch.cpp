#include <algorithm>
#include <chrono>
#include <mmapkit/mapping.hpp>

#include "../formatted.hpp"
#include "cached_file.hpp"
#include "commands.hpp"
#include "live_line.hpp"
#include "memory_commands.hpp"
#include "page_bar.hpp"
#include "text.hpp"

namespace mmapkit::tool {

namespace {

// Bytes touched between two looks at the clock.
constexpr std::uint64_t step = std::uint64_t{16} << 20;

struct touched {
  std::uint64_t files = 0;
  std::uint64_t pages = 0;
  std::uint64_t brought_in = 0;
  std::uint64_t unknown_files = 0;
};

void touch_pages(const cached_file& file, std::uint64_t offset, std::uint64_t length) {
  std::error_code failed;
  mapping part{file.handle(), {.size = static_cast<std::size_t>(length), .offset = offset}, failed};
  if (failed) file.fail("map", failed);
  // Without advice::sequential, though it would read further ahead: Linux takes such pages for the first that may go.
  static const bool reports_failure = supported(advice::populate_read);
  if (reports_failure) {
    part.advise(advice::populate_read, failed);
    if (failed) file.fail("read", failed);
    return;
  }
  std::error_code unseen;
  part.advise(advice::will_need, unseen);
  for (std::size_t at = 0; at < part.size(); at += page_size()) {
    static_cast<void>(*static_cast<const volatile std::byte*>(part.data() + at));
  }
}

void touch_file(const cached_file& file, const page_extent& extent, const std::filesystem::path& path) {
  constexpr std::size_t bar = 30;
  const auto end = extent.offset + extent.length;
  for (auto at = extent.offset; at < end; at += step) {
    const auto next = std::min(at + step, end);
    touch_pages(file, at, next - at);
    if (live_line_due()) {
      draw_live_line(formatted("[{}] {} of {}; {}", draw_progress(next - extent.offset, extent.length, bar),
                               to_text(next - extent.offset), to_text(extent.length), name_of(path)));
    }
  }
}

std::uint64_t per_second(std::uint64_t bytes, std::chrono::duration<double> time) {
  return static_cast<std::uint64_t>(static_cast<double>(bytes) / std::max(time.count(), 1e-6));
}

}  // namespace

int touch(const page_request& request) {
  touched all;
  const auto start = std::chrono::steady_clock::now();
  const auto result = walk(request.files, [&](const chosen_file& file) {
    if (file.seen_before) return;
    const cached_file cached{file.path};
    const auto extent = pages_of(request.range, file.size);
    const auto before = cached.count_resident(extent);
    if (before != extent.pages) touch_file(cached, extent, file.path);
    const auto after = cached.count_resident(extent);
    ++all.files;
    all.pages += extent.pages;
    if (before && after)
      all.brought_in += *after - std::min(*before, *after);
    else
      ++all.unknown_files;
  });
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  const auto bytes = all.brought_in * page_size();
  print("touched {}: {}", plural(all.files, "file"), plural(all.pages, "page"));
  if (all.unknown_files != all.files) print(", {} brought in", all.brought_in);
  if (bytes != 0) print(", {} at {}/s", to_text(bytes), to_text(per_second(bytes, seconds)));
  if (all.unknown_files != 0)
    print("; what was in memory before is unknown for {}: {}", plural(all.unknown_files, "file"), why_hidden());
  write("\n");
  return result.all_read ? success : failure;
}

}  // namespace mmapkit::tool
