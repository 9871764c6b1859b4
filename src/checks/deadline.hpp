// When a wait is over.
#pragma once

#include <algorithm>
#include <chrono>

namespace mmapkit {

class deadline {
 public:
  static deadline never() noexcept { return deadline{clock::time_point::max()}; }

  explicit deadline(std::chrono::nanoseconds timeout) noexcept : deadline{clock::time_point::max()} {
    const auto now = clock::now();
    if (timeout < end_ - now) end_ = now + timeout;
  }

  bool is_never() const noexcept { return end_ == clock::time_point::max(); }

  // What is left until then, but at least 0 and at most `most`.
  std::chrono::nanoseconds left(std::chrono::nanoseconds most) const noexcept {
    if (is_never()) return most;
    return std::clamp<std::chrono::nanoseconds>(end_ - clock::now(), std::chrono::nanoseconds{0}, most);
  }

 private:
  using clock = std::chrono::steady_clock;

  explicit deadline(clock::time_point end) noexcept : end_{end} {}

  clock::time_point end_;
};

}  // namespace mmapkit
