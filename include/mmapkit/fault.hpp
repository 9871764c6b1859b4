// Access to files that may be cut short, or whose disk may fail or be full: an error, and not the end of the process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include <mmapkit/call_then.hpp>
#include <mmapkit/mapping.hpp>

namespace mmapkit {

namespace detail {

// Memory whose faults in this thread are caught: the pages of a mapping.
struct guarded_range {
  const std::byte* first = nullptr;
  std::size_t length = 0;
  std::size_t page = 0;             // the size of one, where it is not the system's
  const std::byte* data = nullptr;  // where the record counts from
  native_handle file = no_handle;
  std::uint64_t start = 0;  // of `first` in the file
  fault_record* faults = nullptr;
  const guarded_range* outer = nullptr;
  native_handle section = no_handle;  // Windows: what the view is made of
  std::uint64_t section_size = 0;
};

// While one is open in a thread, faults of that thread in the memory do not end the process: the page becomes one of
// zeros, and finish() throws. Guards are closed in the opposite order.
class MMAPKIT_EXPORT fault_guard {
 public:
  explicit fault_guard(const mapping& memory);
  ~fault_guard();
  fault_guard(const fault_guard&) = delete;
  fault_guard& operator=(const fault_guard&) = delete;

  // Throws where a page has become one of zeros.
  void finish() const;

 private:
  const mapping& memory_;
  guarded_range range_;
};

}  // namespace detail

// Copies between memory and a mapping. A fault in the mapping is an error with the offset of the first byte that could
// not be accessed; what lies before it was copied.
//
// Nothing is installed before the first use. From then on the process has a handler of its own for such faults
// (SIGBUS; a vectored handler on Windows), which hands every other fault to the handler that was there before, or lets
// it end the process as it would have.
//
// Throws: mmap_error, with fault() and file_offset(); invalid_argument where the bytes do not lie within the mapping;
// operation_not_permitted where SIGBUS is blocked in this thread at its first use, so that a fault would end the
// process.
// Platforms: every. A handler that another part of the program sets later, without calling the one before, ends the
// protection. SIGBUS has to stay unblocked in a thread that has used guarded access: that is not asked again. On macOS
// an access that the protection of guarded memory forbids is the same signal, and becomes such an error too. 32-bit
// Windows refuses guarded access with function_not_supported. Wine reports a page of a file that is gone as an access
// violation, which is taken for what it is there.
//
//     guarded_copy(record, file, 4096);
//
// Source: POSIX sigaction(), <signal.h> BUS_ADRERR; AddVectoredExceptionHandler, EXCEPTION_IN_PAGE_ERROR.
MMAPKIT_EXPORT void guarded_copy(std::span<std::byte> to, const mapping& from, std::size_t offset);
MMAPKIT_EXPORT void guarded_copy(mapping& to, std::size_t offset, std::span<const std::byte> from);

// Calls body() and returns its result. Where an access to the mapping faults meanwhile, in this thread, body sees zeros
// from there on, runs to its end, and its result is dropped: the error is thrown instead, also where body throws.
// What is open is closed by its destructors as always. Guards may be nested, and used by any number of threads; those
// of other threads on the same mapping throw too, for they may have seen the zeros.
//
// After a fault the mapping has pages that are no longer the file's: every later guard on it, and every guarded_copy
// that reaches as far, throws the same error, until it is unmapped.
//
// The memory is guarded where it lies when body begins: what body itself unmaps, or moves by resize, is no longer.
//
// Throws: as guarded_copy, and what body throws; before body is called, on Windows: bad_file_descriptor where the file
// of the mapping is closed, operation_not_supported for private mappings made with write, programs, and shared memory,
// and an error where the file is shorter than the mapping by then. Platforms: every. Windows needs the file,
// mmap_options::keep_file or a shared mapping opened for writing. It cannot exchange one page of a view: at a fault all
// other threads are halted for a moment, the rest of the view is mapped anew, locks on it end, and the 64 KiB around
// the fault become a copy, whose stores do not reach the file.
//
//     const auto words = guarded(file, [&] { return count_words(file.text()); });
template <class Body>
decltype(auto) guarded(const mapping& memory, Body&& body) {
  const detail::fault_guard guard{memory};
  try {
    return detail::call_then(std::forward<Body>(body), [&] { guard.finish(); });
  } catch (...) {
    guard.finish();
    throw;
  }
}

}  // namespace mmapkit
