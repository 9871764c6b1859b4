// The subcommands that work on the pages of files in memory. Each returns the exit status: success, or failure if
// anything could not be done.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "background.hpp"
#include "files/cached_file.hpp"
#include "files/file_walk.hpp"
#include "terminal/progress.hpp"
#include "text/sizes.hpp"

namespace mmapkit::tool {

struct page_request {
  file_choice files;
  byte_range range;  // of each file
  background_request background;
};

struct residency_request : page_request {
  bool sorted = false;              // those with the most pages in memory first
  std::optional<std::size_t> rows;  // no more than these, of the sorted
};

// Which pages are in memory: a bar for each file, and totals; or all of it as JSON.
int show_residency(const residency_request& request);
int show_residency_as_json(const residency_request& request);

// Reads the pages in.
int touch(const page_request& request);

// Drops them from memory.
int evict(const page_request& request);

// Keeps them in memory: for ever, or for so long.
int lock(const page_request& request, std::optional<double> seconds);

// What they share. Calls the body with each file, open and with the extent of its pages in the range; the body advances
// the progress. Throws: fatal_error.
using page_body = std::function<void(const chosen_file&, const cached_file&, progress&)>;
walked for_each_cached_file(const page_request& request, const page_body& body);

// Bytes between two looks at the clock, where the disk is what takes the time.
inline constexpr std::size_t bytes_at_once = std::size_t{16} << 20;

// How many pages were in memory before and after something was done to each file, once for all its names.
struct changed_pages {
  std::uint64_t files = 0;
  std::uint64_t pages = 0;
  std::uint64_t unknown_files = 0;  // whose pages are not counted here
  std::uint64_t before = 0;
  std::uint64_t after = 0;
  bool all_read = true;
};
changed_pages change_pages(const page_request& request,
                           const std::function<void(const cached_file&, progress&)>& change);

// What touch does with each file. Throws: std::runtime_error.
void touch_file(const cached_file& file, progress& so_far);

}  // namespace mmapkit::tool
