// Sections: what stands between a file, or memory without one, and its views.
#pragma once

#include "../backend.hpp"
#include "api.hpp"

namespace mmapkit::backend {

// Whether the handle is that of a section, as shm_open returns it, and not of a file.
bool is_section(native_handle handle) noexcept;

// Of the section, in bytes: whole pages for shared memory. Nothing for a handle of another kind.
std::optional<std::uint64_t> section_size(native_handle handle, std::error_code& error) noexcept;

// The SEC_ bits of the request, its native ones included; 0 for a section as the system makes it.
DWORD section_bits(const map_request& request) noexcept;

// A combination that cannot be kept.
std::error_code check_section(const map_request& request) noexcept;

// The section that the request maps: its handle if that is one, or else a new one, gone with this object.
class request_section {
 public:
  // `page` is the most that a view of it can have. On failure handle() is null and the code is in `error`.
  request_section(const map_request& request, DWORD page, std::error_code& error) noexcept;
  ~request_section();
  request_section(const request_section&) = delete;
  request_section& operator=(const request_section&) = delete;

  HANDLE handle() const noexcept { return handle_; }
  bool given() const noexcept { return given_; }

 private:
  HANDLE handle_ = nullptr;
  bool given_ = false;
};

}  // namespace mmapkit::backend
