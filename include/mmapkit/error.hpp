// The exception that every throwing function of the library throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <mmapkit/export.hpp>

namespace mmapkit {

// Why memory of a file could not be accessed.
enum class fault_kind : std::uint8_t {
  none,          // the error is of another kind
  truncated,     // the file is shorter now
  no_space,      // a store to a hole of the file, and the disk is full
  input_output,  // the device failed
  hardware,      // the memory itself did
  unknown,
};

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
  mmap_error(std::error_code code, const char* operation, const std::string& attempt, fault_kind fault,
             std::optional<std::uint64_t> file_offset);

  // The operating system's words for code(): "Permission denied". The end of what().
  [[nodiscard]] std::string_view message() const noexcept;

  // The POSIX name of the call that failed, on every system: "open", "stat", "fallocate", "mmap", "munmap", "mprotect",
  // "msync", "close"; "view" for a view that a mapping cannot give.
  [[nodiscard]] std::string_view operation() const noexcept { return operation_; }

  // What guarded access found: why, and the first byte of the file that could not be accessed, from the file's start.
  [[nodiscard]] fault_kind fault() const noexcept { return fault_; }
  [[nodiscard]] std::optional<std::uint64_t> file_offset() const noexcept { return file_offset_; }

 private:
  const char* operation_;
  std::size_t message_length_;
  fault_kind fault_ = fault_kind::none;
  std::optional<std::uint64_t> file_offset_;
};

}  // namespace mmapkit
