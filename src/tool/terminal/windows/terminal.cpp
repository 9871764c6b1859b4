#include "terminal/terminal.hpp"

#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

namespace mmapkit::tool {

namespace {

HANDLE handle(stream which) { return GetStdHandle(STD_INPUT_HANDLE - static_cast<DWORD>(which)); }

}  // namespace

// Files have no numbers here that a stream could have.
void open_missing_streams() {}

bool is_terminal(stream which) {
  DWORD mode = 0;
  return GetConsoleMode(handle(which), &mode) != 0;
}

bool is_pipe(stream which) { return GetFileType(handle(which)) == FILE_TYPE_PIPE; }

std::size_t terminal_width(stream which) {
  CONSOLE_SCREEN_BUFFER_INFO info{};
  if (GetConsoleScreenBufferInfo(handle(which), &info) == 0 || info.dwSize.X < 1) return 0;
  return static_cast<std::size_t>(info.dwSize.X);
}

}  // namespace mmapkit::tool
