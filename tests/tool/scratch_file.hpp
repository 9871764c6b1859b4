// A file that lives as long as the object.
#pragma once

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <string_view>

namespace mmapkit::tool {

class scratch_file {
 public:
  explicit scratch_file(std::string_view content) {
    std::ofstream{path_, std::ios::binary}.write(content.data(), static_cast<std::streamsize>(content.size()));
  }
  scratch_file(const scratch_file&) = delete;
  scratch_file& operator=(const scratch_file&) = delete;
  ~scratch_file() {
    std::error_code unseen;
    std::filesystem::remove(path_, unseen);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_ =
      std::filesystem::temp_directory_path() / ("mmapkit_tool_" + std::to_string(std::random_device{}()));
};

}  // namespace mmapkit::tool
