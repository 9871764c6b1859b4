#include <exception>

#include "command_line.hpp"
#include "faults.hpp"

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
    open_output();
    report_faults();
    const int status = run(argc, argv);
    flush_output();
    return status;
  } catch (const std::exception& problem) {
    complain(problem.what());
    return failure;
  }
}
