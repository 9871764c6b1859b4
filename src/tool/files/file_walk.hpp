// The regular files that a command is given, alone or in folders, and block devices.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/sizes.hpp"

namespace mmapkit::tool {

struct file_choice {
  std::vector<std::string> paths;
  std::vector<std::string> ignored;  // patterns for the names of files and folders inside the folders
  std::optional<std::uint64_t> largest;
  bool one_file_system = false;  // folders of another than their top folder's are skipped
  bool silent = false;           // nothing is complained of
};

struct chosen_file {
  const std::filesystem::path& path;
  std::uint64_t size;
  bool seen_before;  // under this name or another
};

struct walked {
  bool all_read = true;
  std::uint64_t skipped = 0;  // what is inside the folders, and ignored, too large, elsewhere, or no regular file
};

// Calls the body with each file, those of a folder in the order of their names. Inside folders symbolic links are not
// followed. What cannot be read, or what the body throws, is complained of and does not keep the others from being
// read; so is a path that is none of these. Throws: fatal_error.
walked walk(const file_choice& choice, const std::function<void(const chosen_file&)>& body);

// The bytes of a range of each file, all together; while they are added up, a live line counts the files.
std::uint64_t bytes_of(file_choice choice, byte_range range);

// Whether a name matches a pattern in which * stands for any text and ? for any byte.
bool matches_wildcards(std::string_view pattern, std::string_view name);

}  // namespace mmapkit::tool
