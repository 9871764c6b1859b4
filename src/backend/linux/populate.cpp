#include <cerrno>

#include <mmapkit/flags/fault_kind.hpp>

#include "backend/faults.hpp"
#include "backend/files.hpp"
#include "backend/posix/errors.hpp"
#include "backend/posix/per_system.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

namespace {

// EFAULT: a page cannot be had.
int why_it_faulted(native_handle file, std::uint64_t offset) noexcept {
  return classify_fault(file, offset) == fault_kind::no_space ? ENOSPC : EIO;
}

}  // namespace

// MADV_POPULATE_WRITE is there since Linux 5.14.
void populate(void* base, std::size_t length, native_handle file, std::uint64_t offset,
              std::error_code& error) noexcept {
  if (uninterrupted([&] { return os::madvise(base, length, MADV_POPULATE_WRITE); }) == 0) return;
  int failed = errno;
  if (failed == EFAULT) failed = why_it_faulted(file, offset);
  if (failed == EINVAL) {
    catch_faults(error);
    if (error) return;
    const auto done = posix::store_to_pages(static_cast<std::byte*>(base), length);
    failed = done == length ? 0 : why_it_faulted(file, offset + done);
  }
  if (failed != 0) error = {failed, std::system_category()};
}

}  // namespace mmapkit::backend
