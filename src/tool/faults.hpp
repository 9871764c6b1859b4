// Files that are cut short while they are read: the system answers with a signal, not with an error.
#pragma once

#include <filesystem>
#include <string>

namespace mmapkit::tool {

// Once, before anything is mapped: such a signal becomes a complaint, and the exit status of an error.
void report_faults();

// Says for its life which file is read.
class being_read {
 public:
  explicit being_read(const std::filesystem::path& file);
  ~being_read();
  being_read(const being_read&) = delete;
  being_read& operator=(const being_read&) = delete;

 private:
  std::string complaint_;
};

}  // namespace mmapkit::tool
