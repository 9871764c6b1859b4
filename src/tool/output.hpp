// Standard output through one large buffer, each failure seen; and complaints on standard error.
#pragma once

#include <stdexcept>
#include <string_view>
#include <utility>

#include "../formatted.hpp"

namespace mmapkit::tool {

// What was written did not arrive: "cannot write standard output: No space left on device".
class output_error : public std::runtime_error {
 public:
  explicit output_error(int code);
};

// Once, before anything is written.
void open_output();

// Throws: output_error, perhaps for what was written earlier.
void write(std::string_view text);

template <class... Args>
void print(fmt::format_string<Args...> format, Args&&... args) {
  write(formatted(format, std::forward<Args>(args)...));
}

// What was written so far is on its way; in the end, all of it.
// Throws: output_error.
void flush_output();

// "mmapkit: <problem>" on standard error.
void complain(std::string_view problem);

}  // namespace mmapkit::tool
