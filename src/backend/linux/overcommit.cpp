#include <fcntl.h>

#include "backend/system.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// 2 is the strict one (proc_sys_vm(5)). A system that does not tell has the usual one.
bool overcommits() noexcept {
  const int file = os::open("/proc/sys/vm/overcommit_memory", O_RDONLY | O_CLOEXEC);
  if (file == -1) return true;
  char rule = '\0';
  const auto got = os::read(file, &rule, 1);
  os::close(file);
  return got != 1 || rule != '2';
}

}  // namespace mmapkit::backend
