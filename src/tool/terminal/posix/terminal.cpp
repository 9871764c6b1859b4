#include "terminal/terminal.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <initializer_list>

namespace mmapkit::tool {

namespace {

int descriptor(stream which) { return which == stream::output ? STDOUT_FILENO : STDERR_FILENO; }

}  // namespace

// The lowest number that is free is given; what is opened the wrong way fails.
void open_missing_streams() {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(number, F_GETFD) == -1)
      static_cast<void>(::open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY));
}

bool is_terminal(stream which) { return ::isatty(descriptor(which)) == 1; }

std::size_t terminal_width(stream which) {
  winsize size{};
  return ::ioctl(descriptor(which), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace mmapkit::tool
