// Whether what is found after a crash is what may be.
#pragma once

#include <span>

#include "history.hpp"

namespace crash_states {

struct verdict {
  std::size_t lost = 0;        // bytes that were acknowledged, and are neither there nor written anew
  std::size_t impossible = 0;  // bytes that nobody wrote there
};

// What is asked of every state of a moment.
class expectation {
 public:
  // `before` is the content at the beginning.
  expectation(const history& of, const bytes& before, std::size_t moment);
  expectation(const expectation&) = delete;
  expectation& operator=(const expectation&) = delete;

  std::size_t acknowledged() const { return acknowledged_; }
  verdict compare(std::span<const std::byte> found) const;

 private:
  void put(const intent& one);
  void judge_byte(std::size_t offset, std::span<const std::byte> found, verdict& so_far) const;

  std::vector<const intent*> intents_;
  std::size_t moment_;
  bytes sure_;                 // the content where nothing but what was acknowledged is there
  std::vector<bool> is_sure_;  // which of its bytes were
  std::size_t acknowledged_ = 0;
  intent first_;
};

}  // namespace crash_states
