#include "../faults.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstring>

#include "../commands.hpp"
#include "../text.hpp"

namespace mmapkit::tool {

namespace {

std::atomic<const char*> complaint{nullptr};

// Only what a handler may call.
void end_with_complaint(int /*signal*/) {
  const char* words = complaint.load();
  if (words == nullptr) words = "mmapkit: a file was cut short while it was read, or its disk failed\n";
  static_cast<void>(!::write(STDERR_FILENO, words, std::strlen(words)));
  ::_exit(failure);
}

}  // namespace

void report_faults() {
  struct sigaction action {};
  action.sa_handler = end_with_complaint;
  ::sigaction(SIGBUS, &action, nullptr);
}

being_read::being_read(const std::filesystem::path& file)
    : complaint_{"mmapkit: cannot read '" + printable(name_of(file)) +
                 "': it was cut short while it was read, or its disk failed\n"} {
  complaint.store(complaint_.c_str());
}

being_read::~being_read() { complaint.store(nullptr); }

}  // namespace mmapkit::tool
