#include "terminal/terminal.hpp"

#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

namespace mmapkit::tool {

namespace {

HANDLE handle(stream which) { return GetStdHandle(which == stream::output ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE); }

}  // namespace

// Files have no numbers here that a stream could have.
void open_missing_streams() {}

bool is_terminal(stream which) {
  DWORD mode = 0;
  return GetConsoleMode(handle(which), &mode) != 0;
}

std::size_t terminal_width(stream which) {
  CONSOLE_SCREEN_BUFFER_INFO info{};
  if (GetConsoleScreenBufferInfo(handle(which), &info) == 0 || info.dwSize.X < 1) return 0;
  return static_cast<std::size_t>(info.dwSize.X);
}

}  // namespace mmapkit::tool
