#include "commands/background.hpp"

#include "terminal/output.hpp"

namespace mmapkit::tool {

background::background(const background_request& request) {
  if (request.wanted || !request.pid_file.empty())
    throw fatal_error{"this system has no way to go on in the background: --daemon and --pid-file are for others"};
}

background::~background() = default;

void background::ready() {}

}  // namespace mmapkit::tool
