/// \file
/// The operating system's name for an open file: an int on POSIX, a HANDLE on Windows.
#pragma once

#include <concepts>
#include <cstdint>
#include <type_traits>

#include <mmapkit/export.hpp>

namespace mmapkit {

/// A Windows HANDLE. Made from void* alone, so that no string and no number becomes one by accident.
class windows_handle {
 public:
  constexpr windows_handle() noexcept = default;

  /// From a HANDLE.
  template <std::same_as<void*> Handle>
  windows_handle(Handle handle) noexcept : value_{reinterpret_cast<std::intptr_t>(handle)} {}

  /// The HANDLE.
  [[nodiscard]] void* get() const noexcept { return reinterpret_cast<void*>(value_); }

  /// Whether both are the same.
  friend constexpr bool operator==(windows_handle, windows_handle) noexcept = default;

 private:
  std::intptr_t value_ = -1;  // INVALID_HANDLE_VALUE
};

namespace detail {

struct posix_files {
  using handle = int;
  static constexpr handle none = -1;
};

struct windows_files {
  using handle = windows_handle;
  static constexpr handle none{};
};

using files = std::conditional_t<has_wide_paths, windows_files, posix_files>;

}  // namespace detail

/// A descriptor that you opened (open, shm_open, fileno) or, on Windows, a HANDLE (CreateFileW, `_get_osfhandle`).
using native_handle = detail::files::handle;

/// No file: what the POSIX signature of mmap takes with mmap_flag::anonymous.
inline constexpr native_handle no_handle = detail::files::none;

}  // namespace mmapkit
