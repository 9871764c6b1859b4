#include "output.hpp"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "live_line.hpp"
#include "terminal.hpp"
#include "text/text.hpp"

namespace mmapkit::tool {

output_error::output_error(int code)
    : fatal_error("cannot write standard output: " + std::generic_category().message(code)),
      reader_gone{code == EPIPE} {}

void open_output() { std::setvbuf(stdout, nullptr, _IOFBF, std::size_t{1} << 17); }

void write(std::string_view text) {
  if (text.empty()) return;  // it may have no address
  give_way_to_output();
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) throw output_error(errno);
}

std::string shown(std::string_view text) {
  static const bool seen = is_terminal(stream::output);
  return seen ? printable(text, "\t") : std::string{text};
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
