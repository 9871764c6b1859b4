#include "output.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <system_error>

#include "live_line.hpp"
#include "text.hpp"

namespace mmapkit::tool {

output_error::output_error(int code)
    : std::runtime_error("cannot write standard output: " + std::generic_category().message(code)) {}

void open_output() {
  std::setvbuf(stdout, nullptr, _IOFBF, std::size_t{1} << 17);
#ifdef SIGPIPE
  // A closed pipe is an error of the write, and not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
#endif
}

void write(std::string_view text) {
  clear_live_line();
  if (text.empty()) return;  // it may have no address
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) throw output_error(errno);
}

void flush_output() {
  if (std::fflush(stdout) != 0) throw output_error(errno);
}

void complain(std::string_view problem) {
  clear_live_line();
  const auto line = formatted("mmapkit: {}\n", printable(problem));
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace mmapkit::tool
