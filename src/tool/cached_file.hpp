// A regular file, and which of its pages are in memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mmapkit/native_file.hpp>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

#include "sizes.hpp"

namespace mmapkit::tool {

class cached_file {
 public:
  // Throws: mmap_error.
  explicit cached_file(const std::filesystem::path& path);
  cached_file(const cached_file&) = delete;
  cached_file& operator=(const cached_file&) = delete;
  ~cached_file();

  [[nodiscard]] native_handle handle() const noexcept { return handle_; }

  // The pages of an extent that are in memory; nothing where the system hides it.
  // Throws: std::runtime_error.
  [[nodiscard]] std::optional<std::uint64_t> count_resident(const page_extent& extent) const;

  // One of the equal parts of an extent.
  struct part {
    std::uint64_t pages = 0;
    std::optional<std::uint64_t> resident;
  };

  // Shown the parts that are known by now, again and again.
  using watcher = std::function<void(const std::vector<part>&)>;

  // The extent in `count` parts, or in as many as it has pages if they are fewer.
  // Throws: std::runtime_error, and what the watcher throws.
  [[nodiscard]] std::vector<part> survey(const page_extent& extent, std::uint64_t count, const watcher& watch) const;

  // "cannot <verb> '<path>': <reason>"
  [[noreturn]] void fail(std::string_view verb, const std::error_code& reason) const;

 private:
  std::filesystem::path path_;
  native_handle handle_;
};

// Of all parts together; nothing where one is not known.
std::optional<std::uint64_t> count_resident(const std::vector<cached_file::part>& parts);

// Why the system hides it.
std::string_view why_hidden();

}  // namespace mmapkit::tool
