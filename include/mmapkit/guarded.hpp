/// \file
/// Access to files that may be cut short, or whose disk may fail or be full: an error, and not the end of the process.
#pragma once

#include <cstddef>
#include <span>
#include <system_error>
#include <type_traits>
#include <utility>

#include <mmapkit/detail/call_then.hpp>
#include <mmapkit/detail/guarded_range.hpp>
#include <mmapkit/export.hpp>
#include <mmapkit/mapping.hpp>

namespace mmapkit {

namespace detail {

// While one is open in a thread, faults of that thread in the memory do not end the process: all pages from the first
// lost one on become zeros (Windows: the 64 KiB around it), and finish() throws. Guards are closed in the opposite
// order.
class MMAPKIT_EXPORT fault_guard {
 public:
  explicit fault_guard(const mapping& memory);
  fault_guard(const mapping& memory, std::error_code& error) noexcept;
  ~fault_guard();
  fault_guard(const fault_guard&) = delete;
  fault_guard& operator=(const fault_guard&) = delete;

  // Throws where a page has become one of zeros, or the mapping was moved, resized or unmapped.
  void finish() const;
  void finish(std::error_code& error) const noexcept;

  // The same while an exception is handled. A thread that exits or is cancelled unwinds by what is no exception of
  // C++: that has to go on.
  void finish_after_exception() const;

 private:
  mmap_flag flags_;
  guarded_range range_;
};

}  // namespace detail

/// Copies between memory and a mapping. A fault in the mapping is an error with the offset of the first byte that could
/// not be accessed; what lies before it was copied. (On other systems than Linux, after faults under a guard: of the
/// lowest byte that was accessed.)
///
/// Nothing is installed before the first use. From then on the process has a handler of its own for such faults
/// (SIGBUS; a vectored handler on Windows), which hands every other fault to the handler that was there before, or lets
/// it end the process as it would have.
///
/// \throws mmap_error with fault() and file_offset(); invalid_argument where the bytes do not lie within the mapping;
/// operation_not_permitted where SIGBUS is blocked in this thread at its first use, so that a fault would end the
/// process.
/// \par Platforms
/// Every. A handler that another part of the program sets later, without calling the one before, ends the protection.
/// SIGBUS has to stay unblocked in a thread that has used guarded access: that is not asked again. On macOS, where the
/// signal does not tell a page that is gone from an access that the protection forbids, the memory's protection is
/// asked for (compiled, not run there). DragonFly raises SIGSEGV instead (from its sources). 32-bit Windows refuses
/// guarded access with function_not_supported. Wine reports a page of a file that is gone as an access violation, which
/// is taken for what it is there.
/// \par Example
/// \code{.cpp}
/// guarded_copy(record, file, 4096);
/// \endcode
/// \sa POSIX \posix{sigaction}, <signal.h> BUS_ADRERR; \win32{errhandlingapi,AddVectoredExceptionHandler},
/// EXCEPTION_IN_PAGE_ERROR
MMAPKIT_EXPORT void guarded_copy(std::span<std::byte> to, const mapping& from, std::size_t offset);
MMAPKIT_EXPORT void guarded_copy(std::span<std::byte> to, const mapping& from, std::size_t offset,
                                 std::error_code& error) noexcept;
MMAPKIT_EXPORT void guarded_copy(mapping& to, std::size_t offset, std::span<const std::byte> from);
MMAPKIT_EXPORT void guarded_copy(mapping& to, std::size_t offset, std::span<const std::byte> from,
                                 std::error_code& error) noexcept;

/// Calls body() and returns its result. Where an access to the mapping faults meanwhile, in this thread, body sees
/// zeros from there on, runs to its end, and its result is dropped: the error is thrown instead, also where body
/// throws. What is open is closed by its destructors as always. Guards may be nested, and used by any number of
/// threads; those of other threads on the same mapping throw too, for they may have seen the zeros.
///
/// After a fault the mapping has pages that are no longer the file's: every later guard on it, and every guarded_copy
/// that reaches as far, throws the same error, until it is unmapped.
///
/// The memory stays guarded where it lay when body began, also where another object owns it by then. A mapping that was
/// moved, resized, released or unmapped under its guard is an error at the end; memory that was unmapped is guarded no
/// longer.
///
/// \throws mmap_error as guarded_copy, and what body throws; before body is called, on Windows: bad_file_descriptor
/// where the file of the mapping is closed, operation_not_supported for private mappings made with write, programs, and
/// shared memory, and an error where the file is shorter than the mapping by then. invalid_argument where the mapping
/// changed under its guard.
/// \par Platforms
/// Every. Windows needs the file, mmap_options::keep_file or a shared mapping opened for writing. It cannot exchange
/// one page of a view: at a fault all other threads are halted for a moment, the rest of the view is mapped anew, locks
/// on it end, and the 64 KiB around the fault become a copy, whose stores do not reach the file.
/// \par Example
/// \code{.cpp}
/// const auto words = guarded(file, [&] { return count_words(file.text()); });
/// \endcode
template <class Body>
decltype(auto) guarded(const mapping& memory, Body&& body) {
  const detail::fault_guard guard{memory};
  return detail::call_then(
      [&]() -> decltype(auto) {
#ifdef __cpp_exceptions
        try {
          return std::forward<Body>(body)();
        } catch (...) {
          guard.finish_after_exception();
          throw;
        }
#else
        return std::forward<Body>(body)();
#endif
      },
      [&] { guard.finish(); });
}

/// The same for programs without exceptions. Where there is an error, body was not called, or its result is dropped: a
/// default-made one is returned.
///
/// \throws nothing but what body throws, which is not held back by a fault.
/// \par Platforms
/// As guarded.
/// \par Example
/// \code{.cpp}
/// std::error_code error;
/// const auto words = guarded(file, [&] { return count_words(file.text()); }, error);
/// \endcode
template <class Body>
std::invoke_result_t<Body> guarded(const mapping& memory, Body&& body, std::error_code& error) {
  error.clear();
  const detail::fault_guard guard{memory, error};
  return detail::call_then(
      std::forward<Body>(body), [&](std::error_code& failed) { guard.finish(failed); }, error);
}

}  // namespace mmapkit
