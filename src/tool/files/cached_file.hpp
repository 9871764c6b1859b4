// A regular file, and which of its pages are in memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mmapkit/file.hpp>
#include <mmapkit/mapping.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "text/sizes.hpp"

namespace mmapkit::tool {

// Where a file that was longer before ends before this byte: that it was cut short; else nothing.
std::string cut_short(const std::filesystem::path& path, std::uint64_t end);

// Pages that are changed and not written yet.
struct unwritten_pages {
  std::uint64_t dirty = 0;
  std::uint64_t writeback = 0;  // being written
};

class cached_file {
 public:
  // All that is asked is about this extent. Throws: mmap_error.
  cached_file(const std::filesystem::path& path, const page_extent& extent)
      : path_{path}, extent_{extent}, opened_{path} {}

  [[nodiscard]] const native_handle& handle() const noexcept { return opened_.handle(); }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] const page_extent& extent() const noexcept { return extent_; }

  // The pages that are in memory; nothing where the system hides it. Throws: std::runtime_error.
  [[nodiscard]] std::optional<std::uint64_t> count_resident() const;

  // One of the equal parts of the extent.
  struct part {
    std::uint64_t pages = 0;
    std::optional<std::uint64_t> resident;
  };

  struct surveyed {
    std::vector<part> parts;
    std::optional<unwritten_pages> changes;  // where the system tells
  };

  // Told how many bytes more were asked for.
  using watcher = std::function<void(std::uint64_t)>;

  // The extent in `count` parts, or in as many as it has pages if they are fewer.
  // Throws: std::runtime_error, and what the watcher throws.
  [[nodiscard]] surveyed survey(std::uint64_t count, const watcher& watch) const;

  // Maps one piece of at most so many bytes after the other. Throws: std::runtime_error, and what the body throws.
  void for_each_piece(std::uint64_t most, mmap_flag how, const std::function<void(mapping&)>& body) const;

  // "cannot <verb> '<path>': <reason>", which is that the file was cut short if it was.
  [[noreturn]] void fail(std::string_view verb, const std::error_code& reason) const;

 private:
  std::filesystem::path path_;
  page_extent extent_;
  file opened_;
};

// Of all parts together; nothing where one is not known.
std::optional<std::uint64_t> count_resident(const std::vector<cached_file::part>& parts);

// Why the system hides it.
std::string_view why_hidden();

}  // namespace mmapkit::tool
