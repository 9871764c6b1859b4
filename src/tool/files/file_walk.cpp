#include "file_walk.hpp"

#include <algorithm>
#include <mmapkit/mapping.hpp>
#include <set>
#include <system_error>
#include <utility>

#include "file_identity.hpp"
#include "terminal/live_line.hpp"
#include "terminal/output.hpp"
#include "text/formatted.hpp"
#include "text/text.hpp"

namespace mmapkit::tool {

namespace {

namespace fs = std::filesystem;

class walker {
 public:
  walker(const file_choice& choice, const std::function<void(const chosen_file&)>& body)
      : choice_{choice}, body_{body} {}

  walked run() {
    for (const std::string& path : choice_.paths) visit_argument(path);
    return result_;
  }

 private:
  void visit_argument(const fs::path& path) {
    std::error_code unknown;
    switch (fs::status(path, unknown).type()) {
      case fs::file_type::regular:
      case fs::file_type::block: visit_file(path); break;
      case fs::file_type::directory: visit_folder(path); break;
      case fs::file_type::not_found:
        // Also for a file in the place of a folder: the system's word tells the two apart.
        fail("examine", path,
             (unknown ? unknown : std::make_error_code(std::errc::no_such_file_or_directory)).message());
        break;
      case fs::file_type::none:
      case fs::file_type::unknown: fail("examine", path, unknown.message()); break;
      default: fail("read", path, "neither a regular file, a block device nor a folder");
    }
  }

  // Not by recursion: folders may be nested deeper than the stack is.
  void visit_folder(const fs::path& top) {
    std::vector<fs::path> waiting{top};
    const auto home = choice_.one_file_system ? identity_of(top) : std::nullopt;
    while (!waiting.empty()) {
      const fs::path folder = std::move(waiting.back());
      waiting.pop_back();
      const auto first_inside = waiting.size();
      for (const auto& entry : entries_of(folder)) visit_entry(entry, home, waiting);
      std::reverse(waiting.begin() + static_cast<std::ptrdiff_t>(first_inside), waiting.end());
    }
  }

  std::vector<fs::directory_entry> entries_of(const fs::path& folder) {
    std::vector<fs::directory_entry> entries;
    std::error_code failed;
    fs::directory_iterator entry{folder, failed};
    for (; !failed && entry != fs::directory_iterator{}; entry.increment(failed)) entries.push_back(*entry);
    if (failed) fail("read the folder", folder, failed.message());
    std::sort(entries.begin(), entries.end(),
              [](const auto& one, const auto& other) { return one.path().native() < other.path().native(); });
    return entries;
  }

  void visit_entry(const fs::directory_entry& entry, const std::optional<file_identity>& home,
                   std::vector<fs::path>& folders) {
    // Each of these knows the answer from the folder itself, where the file system tells it there.
    std::error_code unknown;
    const bool link = entry.is_symlink(unknown);
    const bool is_folder = !link && !unknown && entry.is_directory(unknown);
    const bool is_file = !link && !unknown && !is_folder && entry.is_regular_file(unknown);
    if (unknown) {
      fail("examine", entry.path(), unknown.message());
    } else if ((!is_folder && !is_file) || is_ignored(entry.path()) || (home && is_elsewhere(entry.path(), *home))) {
      ++result_.skipped;
    } else if (is_folder) {
      folders.push_back(entry.path());
    } else {
      visit_file(entry.path());
    }
  }

  static bool is_elsewhere(const fs::path& path, const file_identity& home) {
    const auto there = identity_of(path);
    return there && there->device != home.device;
  }

  bool is_ignored(const fs::path& path) const {
    if (choice_.ignored.empty()) return false;
    const auto name = name_of(path.filename());
    return std::any_of(choice_.ignored.begin(), choice_.ignored.end(),
                       [&](const std::string& pattern) { return matches_wildcards(pattern, name); });
  }

  void visit_file(const fs::path& path) {
    std::error_code unknown;
    // The standard library knows no length of devices, and mmap does.
    const bool is_device = fs::is_block_file(path, unknown);
    const std::uint64_t size = is_device ? mapping{path, {}, unknown}.size() : fs::file_size(path, unknown);
    if (unknown) return fail("examine", path, unknown.message());
    if (choice_.largest && size > *choice_.largest) {
      ++result_.skipped;
      return;
    }
    const auto identity = identity_of(path);
    try {
      body_({path, size, identity && !seen_.insert(*identity).second});
    } catch (const fatal_error&) {
      throw;
    } catch (const std::exception& problem) {
      fail(problem.what());
    }
  }

  void fail(std::string_view verb, const fs::path& path, std::string_view reason) {
    fail(formatted("cannot {} '{}': {}", verb, name_of(path), reason));
  }

  void fail(std::string_view problem) {
    if (!choice_.silent) complain(problem);
    result_.all_read = false;
  }

  const file_choice& choice_;
  const std::function<void(const chosen_file&)>& body_;
  std::set<file_identity> seen_;
  walked result_;
};

}  // namespace

walked walk(const file_choice& choice, const std::function<void(const chosen_file&)>& body) {
  return walker{choice, body}.run();
}

std::uint64_t bytes_of(file_choice choice, byte_range range) {
  choice.silent = true;
  std::uint64_t bytes = 0;
  std::uint64_t files = 0;
  walk(choice, [&](const chosen_file& file) {
    bytes += pages_of(range, file.size).length;
    ++files;
    if (live_line_due()) draw_live_line(formatted("{} found", plural(files, "file")));
  });
  return bytes;
}

bool matches_wildcards(std::string_view pattern, std::string_view name) {
  std::size_t at = 0;
  std::size_t star = std::string_view::npos;  // the last one, and what it stands for ends at `tried`
  std::size_t tried = 0;
  for (std::size_t i = 0; i != name.size();) {
    if (at != pattern.size() && pattern[at] == '*') {
      star = at++;
      tried = i;
    } else if (at != pattern.size() && (pattern[at] == '?' || pattern[at] == name[i])) {
      ++at;
      ++i;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++tried;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

}  // namespace mmapkit::tool
