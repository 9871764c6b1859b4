// A path as system calls take it: native characters that end in NUL.
#pragma once

#include <filesystem>
#include <string>

#include <mmapkit/flags/path_view.hpp>

#include "failure.hpp"

namespace mmapkit {

// Copies the text only where it does not end in NUL or has to be converted. Else it refers to the text of the view,
// which has to outlive it.
class native_path {
 public:
  using value_type = path_view::value_type;

  // Sets `why` where the path is null, contains a NUL, or cannot be converted to native characters.
  native_path(path_view path, failure& why) noexcept;
  native_path(const native_path&) = delete;
  native_path& operator=(const native_path&) = delete;

  [[nodiscard]] const value_type* c_str() const noexcept { return text_; }

  // The same path as a std::filesystem::path; empty for a null one. Throws std::system_error for text that cannot be
  // converted.
  static std::filesystem::path to_path(path_view path);

 private:
  void copy(path_view path, failure& why) noexcept;

  const value_type* text_;
  std::size_t size_;
  std::basic_string<value_type> copy_;
};

// As the system's own number, where the standard library has made it a generic one.
std::error_code native_code(const std::error_code& error) noexcept;

}  // namespace mmapkit
