// The subcommands that work on the pages of files in memory. Each returns the exit status: success, or failure if
// anything could not be done.
#pragma once

#include <chrono>
#include <optional>

#include "file_walk.hpp"
#include "sizes.hpp"

namespace mmapkit::tool {

struct page_request {
  file_choice files;
  byte_range range;  // of each file
};

// Which pages are in memory: a bar for each file, and totals; or all of it as JSON.
int show_residency(const page_request& request);
int show_residency_as_json(const page_request& request);

// Reads the pages in.
int touch(const page_request& request);

// Drops them from memory.
int evict(const page_request& request);

// Keeps them in memory: for ever, or for so long.
int lock(const page_request& request, std::optional<std::chrono::duration<double>> duration);

}  // namespace mmapkit::tool
