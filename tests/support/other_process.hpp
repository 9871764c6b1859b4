// Another process that runs a function of this program: a child of fork(), or on Windows the program once more.
#pragma once

#include <string>

namespace support {

// A function for another process, which ends with the number that it returns. No CHECK in there: nobody would hear of
// it. An object of a file, so that every process finds it by its name.
class process_body {
 public:
  using function = int (*)(const std::string& argument);

  process_body(const char* name, function body);

  const char* name() const { return name_; }
  int run(const std::string& argument) const { return run_(argument); }

  static const process_body* find(const std::string& name);

 private:
  const char* name_;
  function run_;
  const process_body* next_;
};

class other_process {
 public:
  other_process(const process_body& body, const std::string& argument);
  ~other_process();  // which kills it, if nobody has waited for it
  other_process(const other_process&) = delete;
  other_process& operator=(const other_process&) = delete;

  // At once, by SIGKILL or TerminateProcess, and waits until it is gone.
  void kill();
  // What its function returned.
  int wait();

 private:
  long long id_ = 0;  // of the process, or its handle
};

}  // namespace support
