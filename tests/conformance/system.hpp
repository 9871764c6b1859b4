// What the assertions need of a system, by plain calls of that system: posix/system.cpp and windows/system.cpp.
#pragma once

#include <mmapkit/flags/native_handle.hpp>
#include <string>
#include <string_view>

namespace conformance {

// How an access to memory ends.
enum class fault {
  none,
  access,  // SIGSEGV, EXCEPTION_ACCESS_VIOLATION
  object,  // SIGBUS, EXCEPTION_IN_PAGE_ERROR: there is nothing of the mapped object there
};

// Reads or writes one byte where that cannot harm the test. Stores to private memory are lost.
fault reading(const void* addr);
fault writing(void* addr);

// Carries out one of the tasks below in another process: its exit code.
int in_other_process(std::string_view task, const std::string& argument);

// The tasks, by name. 0 is success.
int run_task(std::string_view task, const std::string& argument);

unsigned long process_id();

// Whether a process that runs another program would keep the handle.
bool survives_exec(mmapkit::native_handle handle);

// A file opened for writing alone, and one end of a pipe: neither can be mapped.
mmapkit::native_handle open_write_only(const std::string& path);
mmapkit::native_handle open_pipe();

}  // namespace conformance
