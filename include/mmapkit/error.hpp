// The exception that every throwing function of the library throws.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

#include <mmapkit/export.hpp>

namespace mmapkit {

// A call that failed, in words that a person can act on:
//
//     cannot map 'data.bin' (4096 bytes at 0): Permission denied
//
// code() holds the operating system's number in std::system_category: errno, or GetLastError on Windows. What the
// library refuses before any system call compares equal to a std::errc: invalid_argument for what contradicts itself,
// operation_not_supported for what this system does not offer, value_too_large for what overflows.
//
//     try { auto m = mmapkit::mmap("data.bin"); }
//     catch (const mmapkit::mmap_error& e) {
//       if (e.code() == std::errc::no_such_file_or_directory) ...
//     }
class MMAPKIT_EXPORT mmap_error : public std::system_error {
 public:
  // `attempt` is the part of what() before the system's words; `operation` must outlive the exception.
  mmap_error(std::error_code code, const char* operation, const std::string& attempt);

  // The operating system's words for code(): "Permission denied". The end of what().
  [[nodiscard]] std::string_view message() const noexcept;

  // The POSIX name of the call that failed, on every system: "open", "stat", "fallocate", "mmap", "munmap", "mprotect",
  // "msync", "close"; "view" for a view that a mapping cannot give.
  [[nodiscard]] std::string_view operation() const noexcept { return operation_; }

 private:
  const char* operation_;
  std::size_t message_length_;
};

}  // namespace mmapkit
