// Section objects, of files and of shared memory.
#pragma once

#include <optional>

#include "api.hpp"
#include "backend/mappings.hpp"

namespace mmapkit::backend {

// Whether the handle is a section, as shm_open returns it, and not a file.
bool is_section(native_handle handle) noexcept;

// The size of a section in bytes, whole pages for shared memory. Nothing if the handle is not a section.
std::optional<std::uint64_t> section_size(native_handle handle, std::error_code& error) noexcept;

// The SEC_ bits of a request, native ones included; 0 for the default.
DWORD section_bits(const map_request& request) noexcept;

// An error for a combination that Windows does not support.
std::error_code check_section(const map_request& request) noexcept;

// The section of a request: its handle if that is one, else a new one, which the destructor closes.
class request_section {
 public:
  // `page` is the maximum protection of its views. On failure handle() is null.
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
