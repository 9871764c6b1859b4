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
    std::printf("sweep: %u operations, %u calls, %u failures, %u wrong codes, %u leaks\n", operations, calls, failures,
                wrong, leaks);
  }
} all;

const answer* find_answer(std::span<const answer> answers, const std::string& call, int code) {
  const auto found = std::ranges::find_if(
      answers, [&](const answer& one) { return one.call == call && (one.code == 0 || one.code == code); });
  return found == answers.end() ? nullptr : &*found;
}

bool is_right(std::span<const answer> answers, const std::string& call, int code, std::error_code told) {
  // A signal that came in between is nobody's failure: the call is made again.
  if (told == std::error_code{code, std::system_category()}) return code != EINTR;
  if (const auto* one = find_answer(answers, call, code)) return told.value() == one->told;
  return is_answered(call, code) && !told;
}

void one_failure(std::span<const answer> answers, const std::function<void(trial&)>& operation, int index, int code) {
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
  const bool right = !came || is_right(answers, one.calls()[static_cast<std::size_t>(index)], code, one.told());
  CAPTURE(one.told().message());
  CHECK(right);
  if (!right) ++all.wrong;
  const bool stays = came && one.calls()[static_cast<std::size_t>(index)] == "munmap" &&
                     find_answer(answers, "munmap", code) != nullptr;
  const auto room = regions + support::region_noise + (stays ? 2 : 0);
  const bool leaks = support::open_files() != files || support::mapped_regions() > room;
  CHECK_FALSE(leaks);
  if (leaks) ++all.leaks;
}

}  // namespace

void every_call(std::span<const answer> answers, const std::function<void(trial&)>& operation) {
  // What is asked of the system once in a process is asked now.
  trial first{nowhere, 0};
  operation(first);
  trial plain{nowhere, 0};
  operation(plain);
  CAPTURE(plain.told().message());
  REQUIRE(!plain.told());
  REQUIRE(!plain.calls().empty());
  ++all.operations;
  all.calls += static_cast<unsigned>(plain.calls().size());
  for (std::size_t i = 0; i < plain.calls().size(); ++i) {
    const auto errors = errors_of(plain.calls()[i]);
    CAPTURE(plain.calls()[i]);
    CHECK_FALSE(errors.empty());
    for (const int code : errors) one_failure(answers, operation, static_cast<int>(i), code);
  }
}

void every_call(const std::function<void(trial&)>& operation) { every_call(std::span<const answer>{}, operation); }

}  // namespace sweep
