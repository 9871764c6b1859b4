#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

#include "forks.hpp"

namespace forks {

const bool can_fork = true;

int in_child(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) throw std::runtime_error{"no child could be had"};
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace forks
