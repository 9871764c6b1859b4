// Where a test build makes system calls fail, or do less than they could. In every other build nothing is asked and
// nothing is left.
#pragma once

#include <cstddef>

namespace mmapkit::fault_injection {

#ifdef MMAPKIT_FAULT_INJECTION
inline constexpr bool enabled = true;

// The error that this call shall fail with, or 0; the test program answers. `detail` tells calls of one name apart: the
// number of a system call that is made by its number, the flags of open and mmap, the advice of madvise, the length of
// fallocate.
int failure_of(const char* call, long detail = 0) noexcept;

// How many bytes the call that was asked about last, in this thread, transfers of `length`.
std::size_t transfer_of(std::size_t length) noexcept;

// While one lives, the calls of this thread are neither counted nor failed: they only serve the words of an error.
class paused {
 public:
  paused() noexcept;
  ~paused();
  paused(const paused&) = delete;
  paused& operator=(const paused&) = delete;
};
#else
inline constexpr bool enabled = false;
constexpr int failure_of(const char* /*call*/, long /*detail*/ = 0) noexcept { return 0; }
constexpr std::size_t transfer_of(std::size_t length) noexcept { return length; }

class paused {
 public:
  paused() noexcept {}  // NOLINT(modernize-use-equals-default): an object of it is never unused
  ~paused() {}          // NOLINT(modernize-use-equals-default)
  paused(const paused&) = delete;
  paused& operator=(const paused&) = delete;
};
#endif

}  // namespace mmapkit::fault_injection
