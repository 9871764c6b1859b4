// What can be seen of locks.
#pragma once

#include <vector>

#include "child.hpp"

namespace conformance {

// A page that is locked cannot be invalidated (POSIX.1-2024 msync(), EBUSY).
inline bool is_locked(const void* page) {
  std::error_code error;
  mmapkit::msync(const_cast<void*>(page), mmapkit::page_size(),
                 mmapkit::msync_flag::async | mmapkit::msync_flag::invalidate, error);
  return error == std::errc::device_or_resource_busy;
}

inline std::size_t resident_pages(const void* addr, std::size_t length) {
  std::vector<unsigned char> pages((length + mmapkit::page_size() - 1) / mmapkit::page_size());
  mmapkit::mincore(addr, length, pages);
  std::size_t count = 0;
  for (const auto page : pages) count += has(mmapkit::state_of(page), mmapkit::page_state::in_core) ? 1U : 0U;
  return count;
}

// Whether another program, run in place of this one, has locked memory: 0 means no. For the end of a child process.
int run_program_without_locks();

// mlockall_flag::current, in a way that this process survives: one with more addresses than the machine has memory, as
// the sanitizers make it, can only lock what it touches.
mmapkit::mlockall_flag lock_current();

// Whether lock_current reads pages in.
inline bool reads_in(mmapkit::mlockall_flag flags) { return !has(flags, mmapkit::mlockall_flag::on_fault); }

}  // namespace conformance
