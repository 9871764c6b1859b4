// Faults in mapped files: SIGBUS, EXCEPTION_IN_PAGE_ERROR.
#pragma once

#include <cstddef>
#include <cstdint>
#include <system_error>

#include <mmapkit/detail/guarded_range.hpp>
#include <mmapkit/flags/native_handle.hpp>

#include "native_value.hpp"

namespace mmapkit::backend {

// fault_handler.cpp
// Installs the handler, once in a process, and prepares this thread.
void catch_faults(std::error_code& error) noexcept;
// Whether this thread has called catch_faults, and need not again.
bool catches_faults() noexcept;

// A fault in a guarded range is recorded in it, and the pages from the first lost one on become zeros. The first form
// returns false where the second one has to be called. Guards of a thread are closed in the opposite order.
// bad_file_descriptor where the system needs the file of the mapping, and it is closed.
bool open_guard(detail::guarded_range& guard) noexcept;
void open_guard(detail::guarded_range& guard, std::error_code& error) noexcept;
void close_guard(const detail::guarded_range& guard) noexcept;

// Copies until the first fault in `guarded`, which is `to` or `from`, and returns the number of bytes. Called after
// catch_faults.
std::size_t copy_guarded(std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded,
                         fault_kind& kind) noexcept;
// The same where it is faster: false where not all was copied, and copy_guarded has to be called.
bool copy_at_once(std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded) noexcept;

// classify_fault.cpp
// Why the byte could not be accessed, as far as the file shows it afterwards.
fault_kind classify_fault(native_handle file, std::uint64_t offset) noexcept;

}  // namespace mmapkit::backend
