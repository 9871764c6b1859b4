#include <algorithm>
#include <chrono>
#include <mmapkit/calls/page_size.hpp>
#include <mmapkit/guarded.hpp>
#include <mmapkit/mapping.hpp>

#include "commands.hpp"
#include "memory_commands.hpp"
#include "text/formatted.hpp"
#include "text/text.hpp"

namespace mmapkit::tool {

namespace {

// Without advice::sequential, though it would read further ahead: Linux takes such pages for the first that may go.
void touch_piece(const cached_file& file, mapping& piece) {
  std::error_code failed;
  if (static const bool reports_failure = supported(advice::populate_read); reports_failure) {
    piece.advise(advice::populate_read, failed);
    if (failed) file.fail("read", failed);
    return;
  }
  std::error_code unseen;
  piece.advise(advice::will_need, unseen);
  const auto read = [&piece] {
    for (std::size_t at = 0; at < piece.size(); at += page_size())
      static_cast<void>(*static_cast<const volatile std::byte*>(piece.data() + at));
  };
  if (has(mark::windows, this_system())) return read();  // where no file can be cut short while it is mapped
  guarded(piece, read, failed);
  if (failed) file.fail("read", failed);
}

}  // namespace

void touch_file(const cached_file& file, progress& so_far) {
  file.for_each_piece(bytes_at_once, mmap_flag::private_, [&](mapping& piece) {
    touch_piece(file, piece);
    so_far.advance(piece.size(), file.path());
  });
}

int touch(const page_request& request) {
  auto chosen = request;
  background away{request.background};
  if (request.background.wanted)
    for (auto& path : chosen.files.paths) path = name_of(std::filesystem::absolute(path));
  away.ready();
  const auto start = std::chrono::steady_clock::now();
  const auto all = change_pages(chosen, touch_file);
  const auto brought_in = all.after - std::min(all.before, all.after);
  const auto bytes = brought_in * page_size();
  print("touched {}: {}", plural(all.files, "file"), plural(all.pages, "page"));
  if (all.unknown_files != all.files) print(", {} brought in", brought_in);
  if (bytes != 0) print(", {} at {}", to_text(bytes), rate(bytes, std::chrono::steady_clock::now() - start));
  if (all.unknown_files != 0)
    print("; what was in memory before is unknown for {}: {}", plural(all.unknown_files, "file"), why_hidden());
  write("\n");
  return all.all_read ? success : failure;
}

}  // namespace mmapkit::tool
