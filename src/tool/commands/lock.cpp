#include <algorithm>
#include <chrono>
#include <limits>
#include <mmapkit/calls/page_size.hpp>
#include <mmapkit/mapping.hpp>
#include <stdexcept>
#include <thread>

#include "commands.hpp"
#include "memory_commands.hpp"
#include "terminal/live_line.hpp"
#include "text/formatted.hpp"
#include "text/text.hpp"

namespace mmapkit::tool {

namespace {

struct mapped_file {
  mapping memory;
  std::filesystem::path path;
  std::uint64_t end;  // of what is mapped, in the file
};

// The signal that ends the process unlocks everything: nothing has to be done then.
void wait(std::optional<double> seconds) {
  if (seconds) return std::this_thread::sleep_for(std::chrono::duration<double>{*seconds});
  for (;;) std::this_thread::sleep_for(std::chrono::hours{24});
}

// Where one file cannot be mapped because there are too many, or it is too large, none is to be locked.
mapping map_file(const cached_file& file, std::size_t mapped) {
  const auto& extent = file.extent();
  const bool fits = extent.length <= std::numeric_limits<std::size_t>::max();
  auto failed = fits ? std::error_code{} : std::make_error_code(std::errc::not_enough_memory);
  mapping made;
  if (fits)
    made = mapping{file.handle(), {.size = static_cast<std::size_t>(extent.length), .offset = extent.offset}, failed};
  if (failed == std::errc::not_enough_memory)
    throw fatal_error{formatted("cannot map '{}' beside {}, and so none is locked: {} (Linux: see vm.max_map_count)",
                                name_of(file.path()), plural(mapped, "other file"), failed.message())};
  if (failed) file.fail("map", failed);
  return made;
}

std::string why_not(const mapped_file& file, const std::error_code& failed, std::uint64_t locked,
                    std::uint64_t wanted) {
  if (auto cut = cut_short(file.path, file.end); !cut.empty()) return cut;
  std::error_code unknown;
  const auto limit = lock_limit(unknown);
  return formatted("{}; of {} bytes wanted {} were locked{}", failed.message(), wanted, locked,
                   !unknown && limit < wanted ? formatted(", and the limit is {} (ulimit -l)", limit) : std::string{});
}

// Whether all could be locked. A limit is met once, and then the others are not tried.
bool lock_all(std::vector<mapped_file>& files, std::uint64_t wanted) {
  std::uint64_t locked = 0;
  progress so_far{[&] { return wanted; }};
  for (auto& file : files)
    for (std::size_t at = 0; at < file.memory.size(); at += bytes_at_once) {
      const auto length = std::min<std::size_t>(bytes_at_once, file.memory.size() - at);
      std::error_code failed;
      file.memory.lock(at, length, lock_flag::none, failed);
      if (failed) {
        complain(formatted("cannot lock '{}': {}", name_of(file.path), why_not(file, failed, locked, wanted)));
        return false;
      }
      const auto bytes = pages_of({}, length).pages * page_size();
      locked += bytes;
      so_far.advance(bytes, file.path);
    }
  return true;
}

}  // namespace

int lock(const page_request& request, std::optional<double> seconds) {
  background away{request.background};
  std::vector<mapped_file> files;
  std::uint64_t pages = 0;
  const auto result = for_each_cached_file(request, [&](const auto& chosen, const auto& file, progress&) {
    const auto& extent = file.extent();
    if (chosen.seen_before || extent.pages == 0) return;
    files.push_back({map_file(file, files.size()), file.path(), extent.offset + extent.length});
    pages += extent.pages;
    if (live_line_due()) draw_live_line(formatted("{} mapped", plural(files.size(), "file")));
  });
  const auto wanted = pages * page_size();
  if (!lock_all(files, wanted) || (files.empty() && !result.all_read)) return failure;
  print("locked {}: {}, {}\n", plural(files.size(), "file"), plural(pages, "page"), to_text(wanted));
  flush_output();
  away.ready();
  wait(seconds);
  return result.all_read ? success : failure;
}

}  // namespace mmapkit::tool
