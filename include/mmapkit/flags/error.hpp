/// \file
/// The exception that every throwing function of the library throws, and the reason where none is thrown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/flags/fault_kind.hpp>

namespace mmapkit {

/// A call that failed, in words that a person can act on:
///
/// code() holds the operating system's number in std::system_category: errno, or GetLastError on Windows. What the
/// library refuses before any system call compares equal to a std::errc: invalid_argument for what contradicts itself,
/// operation_not_supported for what this system does not offer, value_too_large for what overflows
/// (not_enough_memory in the POSIX signatures, for a length that cannot be mapped).
///
/// \par Example
/// \code{.cpp}
/// cannot map 'data.bin' (4096 bytes at 0): Permission denied
/// \endcode
/// \code{.cpp}
/// try { auto m = mmapkit::mmap("data.bin"); }
/// catch (const mmapkit::mmap_error& e) {
///   if (e.code() == std::errc::no_such_file_or_directory) ...
/// }
/// \endcode
class MMAPKIT_EXPORT mmap_error : public std::system_error {
 public:
  /// `attempt` is the part of what() before the system's words; `operation` must outlive the exception.
  mmap_error(std::error_code code, const char* operation, const std::string& attempt);
  mmap_error(std::error_code code, const char* operation, const std::string& attempt, fault_kind fault,
             std::optional<std::uint64_t> file_offset);

  /// The operating system's words for code(): "Permission denied". The end of what().
  [[nodiscard]] std::string_view message() const noexcept;

  /// The name of the call that failed, as its row of `call` has it, on every system: "open", "mmap", "msync"; "view"
  /// for a view that a mapping cannot give; and "access" for a fault.
  [[nodiscard]] std::string_view operation() const noexcept { return operation_; }

  /// What guarded access found: why, and the first byte of the file that could not be accessed, from the file's start
  /// (on other systems than Linux the lowest that was accessed).
  [[nodiscard]] fault_kind fault() const noexcept { return fault_; }
  [[nodiscard]] std::optional<std::uint64_t> file_offset() const noexcept { return file_offset_; }

 private:
  const char* operation_;
  std::size_t message_length_;
  fault_kind fault_ = fault_kind::none;
  std::optional<std::uint64_t> file_offset_;
};

/// Why a function with a trailing std::error_code& failed last in this thread, in words: the call, the reason, and the
/// system's words, as in what() of the exception, which has the object too. Empty where none has failed. Ask before the
/// next call of the library: those that are made inside it count as well.
///
/// \throws std::bad_alloc
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// std::error_code error;
/// const mapping file{"data.bin", {.size = 0}, error};
/// if (error) std::cerr << last_failure() << '\n';  // cannot map: the size is 0; ...: Invalid argument
/// \endcode
[[nodiscard]] MMAPKIT_EXPORT std::string last_failure();

}  // namespace mmapkit
