// A command that goes on after it has returned to the shell.
#pragma once

#include <string>

namespace mmapkit::tool {

struct background_request {
  bool wanted = false;
  std::string pid_file;  // its process, for `kill $(cat FILE)`; empty for none
};

// Made before any file is mapped. On POSIX systems a child process goes on, in a session of its own, and the parent
// waits for it to be ready or to fail. The pid file is locked while the process lives, and removed at its end, also by
// SIGTERM, SIGINT and SIGHUP. Other systems refuse both.
class background {
 public:
  // Throws: fatal_error.
  explicit background(const background_request& request);
  background(const background&) = delete;
  background& operator=(const background&) = delete;
  ~background();

  // What the user has to know is written: the parent ends, and so do the terminal's input and output. The working
  // folder is left, so that its file system can be unmounted: names have to be absolute from here on.
  void ready();

 private:
  static void take_pid_file(const std::string& path);

  int parent_ = -1;  // a pipe to it
};

}  // namespace mmapkit::tool
