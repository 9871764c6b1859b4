// Child processes: for what would end this one, take rights from it, or lock all of it.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "../conformance.hpp"

namespace conformance {

struct outcome {
  int code = -1;   // what the body returned
  int signal = 0;  // what ended it
};

// What a child process returns beside its own codes.
inline constexpr int child_threw = 125;
inline constexpr int untried = 77;

// Signals end the child as they would any program: the handlers of the test framework and of sanitizers stay behind.
void forget_handlers();

// Runs the body in a child process, which ends with the number that it returns: 0 where all was as it should be. No
// CHECK in there: nobody would hear of it.
template <class Body>
outcome in_child(Body body) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    forget_handlers();
    int code = child_threw;
    try {
      code = body();
    } catch (...) {
    }
    ::_exit(code);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status)) return {-1, WTERMSIG(status)};
  return {WEXITSTATUS(status), 0};
}

// The body must return 0 in a child process; `untried` says that the condition could not be brought about.
template <class Body>
void holds_in_child(const char* condition, Body body) {
  const auto end = in_child(body);
  CAPTURE(end.signal);
  CAPTURE(end.code);
  CHECK(end.signal == 0);
  if (end.code == untried)
    as_untried(condition);
  else
    CHECK(end.code == 0);
}

// Becomes nobody, for good, if this is root. False where that cannot be.
bool become_nobody();

// Lowers a limit, for good; false where it does not hold, as under an emulator that takes it and forgets it.
bool limit(int resource, unsigned long long most);

}  // namespace conformance
