// Reads files of /proc line by line, without allocating.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <climits>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <system_error>

#include "backend/posix/errors.hpp"
#include "backend/regions.hpp"
#include "os.hpp"

namespace mmapkit::backend {

class proc_lines {
 public:
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): buffer_ is filled by read
  proc_lines(const char* path, std::error_code& error) noexcept
      : file_{uninterrupted([&] { return os::open(path, O_RDONLY | O_CLOEXEC); })} {
    if (file_ == -1) error = last_error();
  }
  ~proc_lines() {
    if (file_ != -1) os::close(file_);
  }
  proc_lines(const proc_lines&) = delete;
  proc_lines& operator=(const proc_lines&) = delete;

  [[nodiscard]] int file() const noexcept { return file_; }

  // The next line, valid until the next call. False at the end, and on an error.
  bool next(std::string_view& line, std::error_code& error) noexcept {
    while (true) {
      const std::string_view rest{buffer_.data() + begin_, end_ - begin_};
      if (const auto length = rest.find('\n'); length != std::string_view::npos) {
        line = rest.substr(0, length);
        begin_ += length + 1;
        return true;
      }
      if (!fill(error)) return false;
    }
  }

 private:
  bool fill(std::error_code& error) noexcept {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    if (end_ == buffer_.size()) return false;  // no line of the kernel's is as long
    ssize_t got = 0;
    do got = os::read(file_, buffer_.data() + end_, buffer_.size() - end_);
    while (got == -1 && errno == EINTR);
    if (got == -1) error = last_error();
    if (got <= 0) return false;
    end_ += static_cast<std::size_t>(got);
    return true;
  }

  int file_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::array<char, std::size_t{4} * PATH_MAX> buffer_;  // a path may be written with four characters for one
};

inline bool take(std::string_view& line, char expected) noexcept {
  if (!line.starts_with(expected)) return false;
  line.remove_prefix(1);
  return true;
}

inline std::optional<std::uint64_t> take_number(std::string_view& line, int base) noexcept {
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(line.data(), line.data() + line.size(), number, base);
  if (failed != std::errc{}) return std::nullopt;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  return number;
}

// Parses a line of /proc/self/maps. False if it is not one.
bool parse_region(std::string_view line, region_entry& entry) noexcept;

}  // namespace mmapkit::backend
