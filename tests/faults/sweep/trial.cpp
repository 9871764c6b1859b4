#include "trial.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "errors.hpp"

namespace sweep {

namespace {

struct totals {
  unsigned operations = 0;
  unsigned calls = 0;
  unsigned failures = 0;
  unsigned wrong = 0;
  unsigned leaks = 0;

  ~totals() {
    if (operations == 0) return;
    std::printf("sweep: %u operations, %u calls, %u failures, %u wrong codes, %u leaks\n", operations, calls, failures,
                wrong, leaks);
  }
} all;

bool is_about(const answer& one, const std::string& call, int code) {
  return one.call == call && (one.code == 0 || one.code == code);
}

bool is_right(std::span<const answer> answers, const std::string& call, int code, std::error_code told,
              std::error_code refusal) {
  // A signal that came in between is nobody's failure: the call is made again.
  if (told == std::error_code{code, std::system_category()}) return code != EINTR;
  for (const auto& one : answers)
    if (is_about(one, call, code) && told.value() == one.told) return true;
  return told == refusal && (refusal || is_answered(call, code));
}

// `refusal` is what the operation tells on this machine when no call fails.
void one_failure(std::span<const answer> answers, const std::function<void(trial&)>& operation, int index, int code,
                 std::error_code refusal) {
  const auto files = support::open_files();
  const auto regions = support::mapped_regions();
  trial one{index, code};
  operation(one);
  const std::string failing = one.calls()[static_cast<std::size_t>(index)] + " (call " + std::to_string(index + 1) +
                              "): " + std::strerror(code);
  CAPTURE(failing);
  ++all.failures;
  // Where memory was found decides how much of it is trimmed: another call may stand there than the last time.
  const bool came = has_failed();
  const bool right =
      !came || is_right(answers, one.calls()[static_cast<std::size_t>(index)], code, one.told(), refusal);
  CAPTURE(one.told().message());
  CHECK(right);
  if (!right) ++all.wrong;
  const bool stays =
      came && one.calls()[static_cast<std::size_t>(index)] == "munmap" &&
      std::ranges::any_of(answers, [code](const answer& answered) { return is_about(answered, "munmap", code); });
  const auto room = regions + support::region_noise + (stays ? 2 : 0);
  const bool leaks = support::open_files() != files || support::mapped_regions() > room;
  CHECK_FALSE(leaks);
  if (leaks) ++all.leaks;
}

enum class plainly { succeeds, may_be_refused };

void every_failure(plainly expected, std::span<const answer> answers, const std::function<void(trial&)>& operation) {
  // What is asked of the system once in a process is asked now.
  trial first{nowhere, 0};
  operation(first);
  trial plain{nowhere, 0};
  operation(plain);
  CAPTURE(plain.told().message());
  if (expected == plainly::succeeds) REQUIRE(!plain.told());
  REQUIRE(!plain.calls().empty());
  ++all.operations;
  all.calls += static_cast<unsigned>(plain.calls().size());
  for (std::size_t i = 0; i < plain.calls().size(); ++i) {
    const auto errors = errors_of(plain.calls()[i]);
    CAPTURE(plain.calls()[i]);
    CHECK_FALSE(errors.empty());
    for (const int code : errors) one_failure(answers, operation, static_cast<int>(i), code, plain.told());
  }
}

}  // namespace

void every_call(std::span<const answer> answers, const std::function<void(trial&)>& operation) {
  every_failure(plainly::succeeds, answers, operation);
}

void every_call(const std::function<void(trial&)>& operation) { every_call(std::span<const answer>{}, operation); }

void every_call_up_to_refusal(std::span<const answer> answers, const std::function<void(trial&)>& operation) {
  every_failure(plainly::may_be_refused, answers, operation);
}

}  // namespace sweep
