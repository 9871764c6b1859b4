// A path as the system takes it: in its characters, ended by a NUL.
#pragma once

#include <filesystem>
#include <string>

#include <mmapkit/path_view.hpp>

#include "failure.hpp"

namespace mmapkit {

// Copies what has no NUL behind it, or other characters, and nothing else. No longer valid than what the view was made
// of.
class native_path {
 public:
  using value_type = path_view::value_type;

  // Says why where the path holds a NUL, or cannot be had in the system's characters.
  native_path(path_view path, failure& why) noexcept;
  native_path(const native_path&) = delete;
  native_path& operator=(const native_path&) = delete;

  [[nodiscard]] const value_type* c_str() const noexcept { return text_; }

  // For the parts of a path, and for messages. Throws std::system_error for text that cannot be converted.
  static std::filesystem::path whole(path_view path);

 private:
  void copy(path_view path, failure& why) noexcept;

  const value_type* text_;
  std::size_t size_;
  std::basic_string<value_type> copy_;
};

}  // namespace mmapkit
