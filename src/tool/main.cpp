#include <exception>

#include "command_line.hpp"
#include "terminal/output.hpp"
#include "terminal/terminal.hpp"

namespace {

using namespace mmapkit::tool;

int run(int argc, char** argv) {
  command_line line;
  try {
    return line.run(argc, argv);
  } catch (const CLI::ParseError& reason) {
    return line.answer(reason);
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    open_missing_streams();
    open_output();
    const int status = run(argc, argv);
    flush_output();
    return status;
  } catch (const output_error& problem) {
    if (problem.reader_gone) return reader_gone;
    complain(problem.what());
    return failure;
  } catch (const std::exception& problem) {
    complain(problem.what());
    return failure;
  }
}
