#include "../system.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include "child.hpp"
#include "locks.hpp"

namespace conformance {

namespace {

fault fault_of(const support::child_end& end) {
  if (end.signal == SIGSEGV) return fault::access;
  if (end.signal == SIGBUS) return fault::object;
  REQUIRE(end.code == 0);
  return fault::none;
}

}  // namespace

fault reading(const void* addr) {
  return fault_of(in_child([addr] {
    static_cast<void>(*static_cast<const volatile char*>(addr));
    return 0;
  }));
}

fault writing(void* addr) {
  return fault_of(in_child([addr] {
    auto& byte = *static_cast<volatile char*>(addr);
    byte = byte;
    return 0;
  }));
}

int in_other_process(std::string_view task, const std::string& argument) {
  return in_child([&] { return run_task(task, argument); }).code;
}

unsigned long process_id() { return static_cast<unsigned long>(::getpid()); }

bool survives_exec(mmapkit::native_handle handle) {
  const int flags = ::fcntl(handle, F_GETFD);
  REQUIRE(flags >= 0);
  // The shell's own words for it: with the number open, it can copy it.
  const auto script = ": <&" + std::to_string(handle);
  const auto end = in_child([&] {
    ::fclose(stderr);
    ::execl("/bin/sh", "sh", "-c", script.c_str(), nullptr);
    return child_threw;
  });
  CHECK((end.code == 0) == ((flags & FD_CLOEXEC) == 0));
  return (flags & FD_CLOEXEC) == 0;
}

mmapkit::native_handle open_write_only(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  REQUIRE(file >= 0);
  return file;
}

mmapkit::native_handle open_pipe() {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  ::close(ends[1]);
  return ends[0];
}

bool limit(int resource, unsigned long long most) {
  rlimit now{};
  if (::getrlimit(resource, &now) != 0) return false;
  const auto wanted = static_cast<rlim_t>(most);
  if (now.rlim_max != RLIM_INFINITY && now.rlim_max < wanted) return false;
  now = {wanted, wanted};
  if (::setrlimit(resource, &now) != 0) return false;
  rlimit after{};
  return ::getrlimit(resource, &after) == 0 && after.rlim_cur == wanted;
}

int run_program_without_locks() {
  ::execl("/bin/sh", "sh", "-c", "[ ! -r /proc/self/status ] || grep -q 'VmLck:[[:space:]]*0 kB' /proc/self/status",
          nullptr);
  return child_threw;
}

mmapkit::mlockall_flag lock_current() {
  unsigned long long pages = 0;
  if (auto* const file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%llu", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  const auto memory = static_cast<unsigned long long>(::sysconf(_SC_PHYS_PAGES));
  const auto current = mmapkit::mlockall_flag::current;
  return pages < memory / 2 ? current : current | mmapkit::mlockall_flag::on_fault;
}

}  // namespace conformance
