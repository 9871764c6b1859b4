#include <sys/sysinfo.h>

#include <limits>

#include "backend/posix/per_system.hpp"

namespace mmapkit::backend {

std::uint64_t posix::total_memory() noexcept {
  struct sysinfo machine {};
  if (::sysinfo(&machine) != 0) return std::numeric_limits<std::uint64_t>::max();
  return (std::uint64_t{machine.totalram} + machine.totalswap) * machine.mem_unit;
}

}  // namespace mmapkit::backend
