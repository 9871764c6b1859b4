// /proc/self/pagemap: what the page tables say.
#pragma once

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <span>

#include "backend/posix/errors.hpp"
#include "backend/system.hpp"
#include "kernel.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

class pagemap {
 public:
  explicit pagemap(std::error_code& error) noexcept
      : file_{uninterrupted([] { return os::open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC); })} {
    if (file_ == -1) error = last_error();
  }
  ~pagemap() {
    if (file_ != -1) os::close(file_);
  }
  pagemap(const pagemap&) = delete;
  pagemap& operator=(const pagemap&) = delete;

  // Returns the number of runs, or -1. Before Linux 6.7 there is no such ioctl: ENOTTY.
  int scan(scan_request& request, std::error_code& error) const noexcept {
    const int found = static_cast<int>(os::syscall(SYS_ioctl, file_, pagemap_scan, &request));
    if (found == -1) error = errno == ENOTTY ? refusal(std::errc::function_not_supported) : last_error();
    return found;
  }

  // One entry for each page, from the page of `first` on.
  void read(std::span<std::uint64_t> entries, const void* first, std::error_code& error) const noexcept {
    const auto offset = reinterpret_cast<std::uintptr_t>(first) / page_size() * sizeof(std::uint64_t);
    const auto found = os::pread(file_, entries.data(), entries.size_bytes(), static_cast<off_t>(offset));
    if (found == static_cast<ssize_t>(entries.size_bytes())) return;
    error = found == -1 ? last_error() : refusal(std::errc::io_error);
  }

 private:
  int file_;
};

}  // namespace mmapkit::backend
