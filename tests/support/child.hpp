// Child processes: for what outlives a test, would end this process, take rights from it, or lock all of it.
#pragma once

#include <sys/types.h>

#include <array>
#include <exception>
#include <string>

#include "support.hpp"

namespace support {

struct child_end {
  int code = -1;   // what the body returned
  int signal = 0;  // what ended it
};

// What a child returns whose body threw.
inline constexpr int child_threw = 125;

// Signals end the child as they would any program: the handlers of the test framework and of sanitizers stay behind.
void forget_handlers();

// Becomes nobody, for good, if this is root. False where that cannot be.
bool become_nobody();

// fork, whose child is told by 0; how a child ends; and how it ended.
pid_t fork_child();
pid_t fork_child_with_handlers();  // of faults, the library's among them
[[noreturn]] void end_child(int code);
child_end wait_for(pid_t child);

// Starts a child process that ends with the number that the body returns. No CHECK in there: nobody would hear of it.
template <class Body>
pid_t start_child(Body body, pid_t (*fork)() = fork_child) {
  const pid_t child = fork();
  if (child != 0) return child;
  int code = child_threw;
  try {
    code = body();
  } catch (...) {
  }
  end_child(code);
}

template <class Body>
child_end in_child(Body body) {
  return wait_for(start_child(body));
}

template <class Body>
child_end in_child_with_handlers(Body body) {
  return wait_for(start_child(body, fork_child_with_handlers));
}

// How this program ends that is started anew for one of its test cases, which is skipped otherwise: for what is found
// out, or changed, once in a process. Linux.
child_end alone(const std::string& test_case);

// A pipe whose ends are closed with the object at the latest.
class pipe_ends {
 public:
  pipe_ends();
  ~pipe_ends();
  pipe_ends(const pipe_ends&) = delete;
  pipe_ends& operator=(const pipe_ends&) = delete;

  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void close_writer();
  bool write(const std::string& text) const;
  std::string read_all() const;

 private:
  std::array<int, 2> ends_{};
};

// What the body returns in a child process, a std::string; "signal 11" where it was killed.
template <class Body>
std::string told_by_child(Body body, pid_t (*fork)() = fork_child) {
  pipe_ends pipe;
  const auto child = start_child(
      [&] {
        std::string answer;
        try {
          answer = body();
        } catch (const std::exception& error) {
          answer = error.what();
        }
        return pipe.write(answer) ? 0 : 1;
      },
      fork);
  pipe.close_writer();
  auto answer = pipe.read_all();
  const auto end = wait_for(child);
  return end.signal == 0 ? answer : "signal " + std::to_string(end.signal);
}

}  // namespace support
