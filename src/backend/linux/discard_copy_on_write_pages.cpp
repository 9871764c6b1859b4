#include <cerrno>
#include <span>

#include <mmapkit/flags/advice.hpp>
#include <mmapkit/flags/lock_flag.hpp>
#include <mmapkit/flags/region.hpp>

#include "backend/advise_together.hpp"
#include "backend/mappings.hpp"
#include "backend/pages.hpp"
#include "backend/posix/errors.hpp"
#include "backend/ranges.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

namespace {

// As MADV_DONTNEED_LOCKED, for older kernels: the pages are locked again as they come. Whether they are locked is asked
// by msync, which then fails with EBUSY (POSIX).
bool discard_unlocked(const page_run& run, std::error_code& error) noexcept {
  if (os::msync(run.addr, run.size, MS_INVALIDATE) == 0 || errno != EBUSY) return false;
  std::error_code unlocked;
  munlock(run.addr, run.size, unlocked);
  if (unlocked) return false;
  const bool discarded = os::madvise(run.addr, run.size, MADV_DONTNEED) == 0;
  mlock(run.addr, run.size, lock_flag::on_fault, error);
  return discarded;
}

}  // namespace

// MADV_DONTNEED on a private mapping of a file: later accesses see the file again (madvise(2)). Locked pages need
// MADV_DONTNEED_LOCKED (Linux 5.18).
void discard_copy_on_write_pages(const map_request& /*view*/, std::span<const page_run> runs,
                                 std::error_code& error) noexcept {
  if (runs.empty()) return;
  const auto done = advise_together(runs, runs[0].addr, runs[0].addr, advice::dont_need);
  for (const auto& run : runs.subspan(done)) {
    if (os::madvise(run.addr, run.size, MADV_DONTNEED) == 0) continue;
    const auto why = last_error();
    if (os::madvise(run.addr, run.size, MADV_DONTNEED_LOCKED) == 0) continue;
    if (!discard_unlocked(run, error)) error = why;
  }
}

bool discards_single_pages() noexcept { return true; }

}  // namespace mmapkit::backend
