// Why a byte of a mapping could not be accessed, and the error that says so.
#pragma once

#include <cstddef>
#include <system_error>

#include <mmapkit/detail/guarded_range.hpp>
#include <mmapkit/flags/fault_kind.hpp>
#include <mmapkit/flags/mmap_flag.hpp>

namespace mmapkit {

struct fault {
  const detail::guarded_range& range;
  mmap_flag flags{};      // of the mapping
  std::size_t first = 0;  // the first byte of the mapping that could not be accessed
  fault_kind kind{};      // as the system reported it
};

[[noreturn]] void raise(const fault& of);
void report(const fault& of, std::error_code& error) noexcept;

}  // namespace mmapkit
