#include "child.hpp"

#include <grp.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace support {

void forget_handlers() {
  for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE, SIGTERM, SIGINT}) std::signal(signal, SIG_DFL);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
}

bool become_nobody() {
  constexpr uid_t nobody = 65'534;
  if (::geteuid() != 0) return true;
  return ::setgroups(0, nullptr) == 0 && ::setgid(nobody) == 0 && ::setuid(nobody) == 0;
}

pid_t fork_child_with_handlers() {
  std::fflush(nullptr);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  const rlimit none{0, 0};
  if (child == 0) ::setrlimit(RLIMIT_CORE, &none);
  return child;
}

pid_t fork_child() {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) forget_handlers();
  return child;
}

void end_child(int code) { ::_exit(code); }

child_end wait_for(pid_t child) {
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status)) return {-1, WTERMSIG(status)};
  return {WEXITSTATUS(status), 0};
}

// What a program leaves that is ended by a signal goes with the folder.
child_end alone(const std::string& test_case) {
  const scratch folder;
  const auto temporary = (folder / "").string();
  return in_child([&] {
    ::setenv("TMPDIR", temporary.c_str(), 1);
    const auto filter = "--test-case=" + test_case;
    ::execl("/proc/self/exe", "mmapkit_tests", "--no-skip", "--no-intro", filter.c_str(), nullptr);
    return 126;
  });
}

pipe_ends::pipe_ends() { REQUIRE(::pipe(ends_.data()) == 0); }

pipe_ends::~pipe_ends() {
  ::close(ends_[0]);
  close_writer();
}

void pipe_ends::close_writer() {
  if (ends_[1] >= 0) ::close(ends_[1]);
  ends_[1] = -1;
}

bool pipe_ends::write(const std::string& text) const {
  return ::write(writer(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

std::string pipe_ends::read_all() const {
  std::string all;
  std::array<char, 512> part{};
  for (ssize_t got = 0; (got = ::read(reader(), part.data(), part.size())) > 0;)
    all.append(part.data(), static_cast<std::size_t>(got));
  return all;
}

}  // namespace support
