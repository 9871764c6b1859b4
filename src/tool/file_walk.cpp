#include "file_walk.hpp"

#include <algorithm>
#include <map>
#include <system_error>
#include <tuple>
#include <utility>

#include "../formatted.hpp"
#include "output.hpp"
#include "text.hpp"

namespace mmapkit::tool {

namespace {

namespace fs = std::filesystem;

// Recognizes further names of files that were seen. The standard library tells no inode: the names of files that are
// alike otherwise are compared.
class link_memory {
 public:
  bool seen_before(const fs::path& path, std::uint64_t size) {
    std::error_code unknown;
    const auto links = fs::hard_link_count(path, unknown);
    if (unknown || links < 2) return false;
    const auto written = fs::last_write_time(path, unknown).time_since_epoch().count();
    if (unknown) return false;
    auto& alike = seen_[{size, links, written}];
    const auto same = [&](const fs::path& other) { return fs::equivalent(path, other, unknown) && !unknown; };
    if (std::any_of(alike.begin(), alike.end(), same)) return true;
    alike.push_back(path);
    return false;
  }

 private:
  using kind = std::tuple<std::uint64_t, std::uintmax_t, fs::file_time_type::rep>;
  std::map<kind, std::vector<fs::path>> seen_;
};

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
      case fs::file_type::regular: visit_file(path); break;
      case fs::file_type::directory: visit_folder(path); break;
      case fs::file_type::not_found:
        // Also for a file in the place of a folder: the system's word tells the two apart.
        fail("examine", path,
             (unknown ? unknown : std::make_error_code(std::errc::no_such_file_or_directory)).message());
        break;
      case fs::file_type::none:
      case fs::file_type::unknown: fail("examine", path, unknown.message()); break;
      default: fail("read", path, "neither a regular file nor a folder");
    }
  }

  // Not by recursion: folders may be nested deeper than the stack is.
  void visit_folder(const fs::path& top) {
    std::vector<fs::path> waiting{top};
    while (!waiting.empty()) {
      const fs::path folder = std::move(waiting.back());
      waiting.pop_back();
      const auto first_inside = waiting.size();
      for (const auto& entry : entries_of(folder)) visit_entry(entry, waiting);
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

  void visit_entry(const fs::directory_entry& entry, std::vector<fs::path>& folders) {
    // Each of these knows the answer from the folder itself, where the file system tells it there.
    std::error_code unknown;
    const bool link = entry.is_symlink(unknown);
    const bool is_folder = !link && !unknown && entry.is_directory(unknown);
    const bool is_file = !link && !unknown && !is_folder && entry.is_regular_file(unknown);
    if (unknown) {
      fail("examine", entry.path(), unknown.message());
    } else if ((!is_folder && !is_file) || is_ignored(entry.path())) {
      ++result_.skipped;
    } else if (is_folder) {
      folders.push_back(entry.path());
    } else {
      visit_file(entry.path());
    }
  }

  bool is_ignored(const fs::path& path) const {
    if (choice_.ignored.empty()) return false;
    const auto name = name_of(path.filename());
    return std::any_of(choice_.ignored.begin(), choice_.ignored.end(),
                       [&](const std::string& pattern) { return matches_wildcards(pattern, name); });
  }

  void visit_file(const fs::path& path) {
    std::error_code unknown;
    const std::uint64_t size = fs::file_size(path, unknown);
    if (unknown) return fail("examine", path, unknown.message());
    if (choice_.largest && size > *choice_.largest) {
      ++result_.skipped;
      return;
    }
    try {
      body_({path, size, links_.seen_before(path, size)});
    } catch (const output_error&) {
      throw;
    } catch (const std::exception& problem) {
      complain(problem.what());
      result_.all_read = false;
    }
  }

  void fail(std::string_view verb, const fs::path& path, std::string_view reason) {
    complain(formatted("cannot {} '{}': {}", verb, name_of(path), reason));
    result_.all_read = false;
  }

  const file_choice& choice_;
  const std::function<void(const chosen_file&)>& body_;
  link_memory links_;
  walked result_;
};

}  // namespace

walked walk(const file_choice& choice, const std::function<void(const chosen_file&)>& body) {
  return walker{choice, body}.run();
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
