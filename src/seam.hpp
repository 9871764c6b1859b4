// Where a test build makes system calls fail, one at a time. In every other build nothing is asked and nothing is left.
#pragma once

namespace mmapkit::seam {

#ifdef MMAPKIT_FAULT_SEAM
// The error that this call shall fail with, or 0; the test program answers. `number` is that of a system call which is
// made by its number.
int failure_of(const char* call, long number = 0) noexcept;
#else
constexpr int failure_of(const char* /*call*/, long /*number*/ = 0) noexcept { return 0; }
#endif

}  // namespace mmapkit::seam
