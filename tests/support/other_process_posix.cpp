#include <sys/types.h>
#include <sys/wait.h>

#include <csignal>

#include "child.hpp"
#include "other_process.hpp"

namespace support {

other_process::other_process(const process_body& body, const std::string& argument)
    : id_{start_child([&] { return body.run(argument); })} {}

other_process::~other_process() { kill(); }

void other_process::kill() {
  if (id_ == 0) return;
  ::kill(static_cast<pid_t>(id_), SIGKILL);
  ::waitpid(static_cast<pid_t>(id_), nullptr, 0);
  id_ = 0;
}

int other_process::wait() {
  const auto end = wait_for(static_cast<pid_t>(id_));
  id_ = 0;
  return end.code;
}

}  // namespace support
