// A number that the kernel is asked for once.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace mmapkit::backend {

// Without a lock: the child of a fork would wait for ever for a thread that it does not have. Threads that meet here
// ask the same twice.
class asked_once {
 public:
  // What `ask` returned; 0, and asked again the next time, where it could not tell.
  template <class Ask>
  std::size_t get(Ask ask) noexcept {
    const auto known = number_.load(std::memory_order_relaxed);
    if (known != unknown) return known;
    const std::optional<std::size_t> answer = ask();
    if (answer) number_.store(*answer, std::memory_order_relaxed);
    return answer.value_or(0);
  }

 private:
  static constexpr std::size_t unknown = SIZE_MAX;
  std::atomic<std::size_t> number_{unknown};
};

}  // namespace mmapkit::backend
