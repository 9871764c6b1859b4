#include "commands/background.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "exit_status.hpp"
#include "terminal/output.hpp"

namespace mmapkit::tool {

namespace {

std::string pid_path;  // absolute, for the handler; it does not change once that is set

void remove_pid_file() { static_cast<void>(::unlink(pid_path.c_str())); }

void end_by(int signal) {
  remove_pid_file();
  std::signal(signal, SIG_DFL);
  static_cast<void>(::raise(signal));
}

[[noreturn]] void fail(int code, const std::string& what) {
  throw fatal_error{formatted("cannot {}: {}", what, std::generic_category().message(code))};
}

// Whether the file still has this name: who had it before may have removed it between opening and locking.
bool is_named(int file, const std::string& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(file, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
         opened.st_ino == named.st_ino;
}

// Empty, or a number that another process has left behind: nobody's file is lost.
bool is_pid_file(int file) {
  struct stat opened {};
  std::array<char, 32> text{};
  if (::fstat(file, &opened) != 0 || !S_ISREG(opened.st_mode) || opened.st_size >= ssize_t{text.size()}) return false;
  const auto length = ::pread(file, text.data(), text.size(), 0);
  return length >= 0 && std::string_view{text.data(), static_cast<std::size_t>(length)}.find_first_not_of(
                            "0123456789\n") == std::string_view::npos;
}

// Not one of the standard streams, which become others.
int above_streams(int file) {
  if (file == -1 || file > STDERR_FILENO) return file;
  const int moved = ::fcntl(file, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  const int code = errno;
  ::close(file);
  errno = code;
  return moved;
}

int open_and_lock(const std::string& path) {
  for (;;) {
    const int file = above_streams(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0644));
    if (file == -1) fail(errno, formatted("open the pid file '{}'", path));
    if (!is_pid_file(file)) {
      ::close(file);
      throw fatal_error{formatted("cannot take the pid file '{}': it has something else in it than a number", path)};
    }
    if (::flock(file, LOCK_EX | LOCK_NB) != 0)
      fail(errno, formatted("take the pid file '{}', which is another process's", path));
    if (is_named(file, path)) return file;
    ::close(file);
  }
}

// The child is ready when it writes a byte; if it ends without, its exit status is the parent's.
[[noreturn]] void wait_for(pid_t child, int pipe) {
  char byte = 0;
  ssize_t count = -1;
  do count = ::read(pipe, &byte, 1);
  while (count == -1 && errno == EINTR);
  if (count == 1) ::_exit(success);
  int status = 0;
  while (::waitpid(child, &status, 0) == -1 && errno == EINTR) {
  }
  ::_exit(WIFEXITED(status) ? WEXITSTATUS(status) : failure);
}

}  // namespace

background::background(const background_request& request) {
  if (request.wanted) {
    int ends[2];
    if (::pipe(ends) != 0) fail(errno, "make a pipe");
    for (int& end : ends) end = above_streams(end);
    flush_output();
    const pid_t child = ::fork();
    if (child == -1) fail(errno, "start a process in the background");
    ::close(ends[child == 0 ? 0 : 1]);
    if (child != 0) wait_for(child, ends[0]);
    ::setsid();
    parent_ = ends[1];
  }
  if (!request.pid_file.empty()) take_pid_file(request.pid_file);
}

// A file that a process has left behind is not locked, and serves again.
void background::take_pid_file(const std::string& path) {
  const int file = open_and_lock(path);
  pid_path = std::filesystem::absolute(path).string();  // the file stays open: its lock ends with the process
  const auto text = formatted("{}\n", ::getpid());
  if (::ftruncate(file, 0) != 0 || ::write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    const int code = errno;
    remove_pid_file();
    pid_path.clear();
    fail(code, formatted("write the pid file '{}'", path));
  }
  // What is ignored, as SIGHUP under nohup, stays so.
  for (const int signal : {SIGTERM, SIGINT, SIGHUP})
    if (std::signal(signal, end_by) == SIG_IGN) std::signal(signal, SIG_IGN);
}

void background::ready() {
  if (parent_ == -1) return;
  flush_output();
  const int nowhere = ::open("/dev/null", O_RDWR);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) static_cast<void>(::dup2(nowhere, stream));
  if (nowhere > STDERR_FILENO) ::close(nowhere);
  static_cast<void>(!::chdir("/"));
  static_cast<void>(!::write(parent_, "", 1));
  ::close(parent_);
  parent_ = -1;
}

background::~background() {
  if (!pid_path.empty()) remove_pid_file();
}

}  // namespace mmapkit::tool
