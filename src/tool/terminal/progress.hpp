// How far a command has come, as the line that live_line draws: with its rate, and the time that is left.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace mmapkit::tool {

class progress {
 public:
  using seconds = std::chrono::duration<double>;

  // `all` bytes are to be done, 0 where that is not known.
  explicit progress(std::uint64_t all = 0) : all_{all} {}

  // So many bytes more are done, of this file. Throws: output_error.
  void advance(std::uint64_t bytes, const std::filesystem::path& file);

  // "[=====     ] 1.0 GiB of 2.0 GiB, 512.0 MiB/s, 0:02 left"
  [[nodiscard]] std::string in_words(seconds since_start) const;

 private:
  std::uint64_t all_;
  std::uint64_t done_ = 0;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// "1.0 MiB/s"
std::string rate(std::uint64_t bytes, progress::seconds time);

}  // namespace mmapkit::tool
