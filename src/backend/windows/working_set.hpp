// The working set: the pages of this process that are in memory.
#pragma once

#include "api.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// What mincore says of a page in the working set.
inline constexpr unsigned char in_working_set = 1;

struct working_set {
  SIZE_T minimum = 0;
  SIZE_T maximum = 0;
  DWORD limits = 0;

  bool get() noexcept { return os::GetProcessWorkingSetSizeEx(GetCurrentProcess(), &minimum, &maximum, &limits) != 0; }
};

}  // namespace mmapkit::backend
