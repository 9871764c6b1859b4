// One public operation, tried again and again, each time with another of its system calls failing in another way.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "../../support/support.hpp"
#include "seam.hpp"

namespace sweep {

class trial {
 public:
  trial(int fails_at, int fails_with) : fails_at_{fails_at}, fails_with_{fails_with} {}

  // The operation itself: its system calls are those that fail. What comes before and after is not touched. Whether it
  // succeeded.
  template <class Act>
  bool act(Act body) {
    begin(fails_at_, fails_with_);
    try {
      body();
    } catch (const mmapkit::mmap_error& error) {
      told_ = error.code();
    } catch (const std::bad_alloc&) {
      told_ = {static_cast<int>(std::errc::not_enough_memory), std::system_category()};
    }
    calls_ = end();
    return !told_;
  }

  const std::vector<std::string>& calls() const { return calls_; }
  std::error_code told() const { return told_; }

 private:
  int fails_at_;
  int fails_with_;
  std::vector<std::string> calls_;
  std::error_code told_;
};

// A call whose failure the operation answers in a way of its own: `code` 0 for every error, and what is told then: 0
// for success. Memory that cannot be unmapped stays: nobody can do better where its owner is gone.
struct answer {
  std::string_view call;
  int code = 0;
  int told = 0;
};

// Runs `operation(trial)` once as it is, and once for each error of each of its calls. Checked each time: the error is
// told with the system's own code, or the call is one that may fail for this operation; no file and no memory is left
// behind. The operation itself checks that its object is usable or empty afterwards.
void every_call(std::span<const answer> answers, const std::function<void(trial&)>& operation);
void every_call(const std::function<void(trial&)>& operation);

// The same for an operation that this machine may refuse: its calls up to there fail all the same.
void every_call_up_to_refusal(std::span<const answer> answers, const std::function<void(trial&)>& operation);

inline void every_call(std::initializer_list<answer> answers, const std::function<void(trial&)>& operation) {
  every_call(std::span{answers.begin(), answers.size()}, operation);
}
inline void every_call_up_to_refusal(std::initializer_list<answer> answers,
                                     const std::function<void(trial&)>& operation) {
  every_call_up_to_refusal(std::span{answers.begin(), answers.size()}, operation);
}

}  // namespace sweep
