#include <limits>
#include <mmapkit/mapping.hpp>
#include <stdexcept>
#include <thread>

#include "../formatted.hpp"
#include "commands.hpp"
#include "live_line.hpp"
#include "memory_commands.hpp"
#include "text.hpp"

namespace mmapkit::tool {

namespace {

struct mapped_file {
  mapping memory;
  std::string name;
};

// The signal that ends the process unlocks everything: nothing has to be done then.
void wait(std::optional<std::chrono::duration<double>> duration) {
  if (duration) return std::this_thread::sleep_for(*duration);
  for (;;) std::this_thread::sleep_for(std::chrono::hours{24});
}

// Whether all could be locked. A limit is met once, and then the others are not tried.
bool lock_all(std::vector<mapped_file>& files, std::uint64_t wanted) {
  std::uint64_t locked = 0;
  for (auto& [memory, name] : files) {
    if (live_line_due()) draw_live_line(formatted("{} of {} locked; {}", to_text(locked), to_text(wanted), name));
    std::error_code failed;
    memory.lock(lock_flag::none, failed);
    if (failed) {
      std::error_code unknown;
      const auto limit = lock_limit(unknown);
      const bool limited = !unknown && limit < wanted;
      complain(formatted("cannot lock '{}': {}; of {} bytes wanted {} were locked{}", name, failed.message(), wanted,
                         locked, limited ? formatted(", and the limit is {} (ulimit -l)", limit) : std::string{}));
      return false;
    }
    locked += pages_of({}, memory.size()).pages * page_size();
  }
  return true;
}

}  // namespace

int lock(const page_request& request, std::optional<std::chrono::duration<double>> duration) {
  std::vector<mapped_file> files;
  std::uint64_t wanted = 0;
  std::uint64_t pages = 0;
  const auto result = walk(request.files, [&](const chosen_file& file) {
    if (file.seen_before) return;
    const auto extent = pages_of(request.range, file.size);
    if (extent.length > std::numeric_limits<std::size_t>::max())
      throw std::runtime_error{formatted("cannot lock '{}': it is larger than the address space", name_of(file.path))};
    if (extent.pages == 0) return;
    const mmap_options place{.size = static_cast<std::size_t>(extent.length), .offset = extent.offset};
    files.push_back({mapping{file.path, place}, name_of(file.path)});
    pages += extent.pages;
    wanted += extent.pages * page_size();
  });
  if (!lock_all(files, wanted) || (files.empty() && !result.all_read)) return failure;
  print("locked {}: {}, {}\n", plural(files.size(), "file"), plural(pages, "page"), to_text(wanted));
  flush_output();
  wait(duration);
  return result.all_read ? success : failure;
}

}  // namespace mmapkit::tool
