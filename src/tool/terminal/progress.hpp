// How far a command has come, as the line that live_line draws: with its rate, and the time that is left.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace mmapkit::tool {

class progress {
 public:
  using seconds = std::chrono::duration<double>;

  // How many bytes are to be done, 0 where that is not known. Asked once, and only for a line that is drawn.
  using estimate = std::function<std::uint64_t()>;

  explicit progress(estimate all) : estimate_{std::move(all)} {}
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;
  ~progress();

  // So many bytes more are done, of this file. Throws: output_error.
  void advance(std::uint64_t bytes, const std::filesystem::path& file);

  // "[=====     ] 1.0 GiB of 2.0 GiB, 512.0 MiB/s, 0:02 left"
  [[nodiscard]] std::string in_words(seconds since_start);

 private:
  estimate estimate_;
  std::optional<std::uint64_t> all_;
  std::uint64_t done_ = 0;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// "1.0 MiB/s"
std::string rate(std::uint64_t bytes, progress::seconds time);

}  // namespace mmapkit::tool
