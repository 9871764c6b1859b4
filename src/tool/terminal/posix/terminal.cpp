#include "terminal/terminal.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <initializer_list>

namespace mmapkit::tool {

namespace {

int descriptor(stream which) { return static_cast<int>(which); }

}  // namespace

// The lowest number that is free is given; what is opened the wrong way fails.
void open_missing_streams() {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(number, F_GETFD) == -1)
      static_cast<void>(::open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY));
}

bool is_terminal(stream which) { return ::isatty(descriptor(which)) == 1; }

bool is_pipe(stream which) {
  struct stat about {};
  return ::fstat(descriptor(which), &about) == 0 && (S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode));
}

std::size_t terminal_width(stream which) {
  winsize size{};
  return ::ioctl(descriptor(which), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace mmapkit::tool
