#include "memory_commands.hpp"

namespace mmapkit::tool {

walked for_each_cached_file(const page_request& request, const page_body& body) {
  progress so_far{[&] { return bytes_of(request.files, request.range); }};
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
