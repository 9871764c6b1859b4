#include "memory_commands.hpp"

#include "terminal/live_line.hpp"
#include "text/formatted.hpp"
#include "text/text.hpp"

namespace mmapkit::tool {

namespace {

// How much is to be done is only worth a walk if somebody sees it.
std::uint64_t bytes_of(const page_request& request) {
  if (!live_line_seen()) return 0;
  auto choice = request.files;
  choice.silent = true;
  std::uint64_t bytes = 0;
  std::uint64_t files = 0;
  walk(choice, [&](const chosen_file& file) {
    bytes += pages_of(request.range, file.size).length;
    ++files;
    if (live_line_due()) draw_live_line(formatted("{} found", plural(files, "file")));
  });
  return bytes;
}

}  // namespace

walked for_each_cached_file(const page_request& request, const page_body& body) {
  progress so_far{bytes_of(request)};
  return walk(request.files, [&](const chosen_file& file) {
    body(file, cached_file{file.path, pages_of(request.range, file.size)}, so_far);
  });
}

changed_pages change_pages(const page_request& request,
                           const std::function<void(const cached_file&, progress&)>& change) {
  changed_pages all;
  const auto result = for_each_cached_file(request, [&](const auto& chosen, const auto& file, progress& so_far) {
    if (chosen.seen_before) return;
    const auto before = file.count_resident();
    change(file, so_far);
    const auto after = file.count_resident();
    ++all.files;
    all.pages += file.extent().pages;
    if (!before || !after) {
      ++all.unknown_files;
      return;
    }
    all.before += *before;
    all.after += *after;
  });
  all.all_read = result.all_read;
  return all;
}

}  // namespace mmapkit::tool
