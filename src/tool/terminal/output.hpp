// Standard output through one large buffer, each failure seen; and complaints on standard error.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "text/formatted.hpp"

namespace mmapkit::tool {

// After it no further file is tried.
class fatal_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What was written did not arrive: "cannot write standard output: No space left on device".
class output_error : public fatal_error {
 public:
  explicit output_error(int code);

  // Nobody reads on, as after `| head`. Where the system has a signal for that, it mostly ends the command before.
  const bool reader_gone;
};

// Once, before anything is written.
void open_output();

// Throws: output_error, perhaps for what was written earlier.
void write(std::string_view text);

template <class... Args>
void print(fmt::format_string<Args...> format, Args&&... args) {
  write(formatted(format, std::forward<Args>(args)...));
}

// Text from files, or a file's name, to be written to standard output: printable where that is a terminal, and
// unchanged where it is not. Tabs stay in both.
std::string shown(std::string_view text);

// What was written so far is on its way; in the end, all of it.
// Throws: output_error.
void flush_output();

// "mmapkit: <problem>" on standard error.
void complain(std::string_view problem);

}  // namespace mmapkit::tool
