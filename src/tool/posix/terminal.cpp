#include "../terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

namespace mmapkit::tool {

namespace {

int descriptor(stream which) { return which == stream::output ? STDOUT_FILENO : STDERR_FILENO; }

}  // namespace

bool is_terminal(stream which) { return ::isatty(descriptor(which)) == 1; }

std::size_t terminal_width(stream which) {
  winsize size{};
  return ::ioctl(descriptor(which), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace mmapkit::tool
