#include <mmapkit/flags/lock_flag.hpp>
#include <mmapkit/flags/mmap_flag.hpp>

#include "backend/map_kind.hpp"
#include "backend/mappings.hpp"
#include "backend/pages.hpp"
#include "backend/posix/errors.hpp"
#include "backend/system.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

namespace {

// Whether each huge page is there: they are never swapped out.
bool has_huge_pages(std::byte* base, std::size_t length, std::size_t unit) noexcept {
  unsigned char is_there = 1;
  for (std::size_t at = 0; at < length && (is_there & 1U) != 0; at += unit)
    if (os::mincore(base + at, page_size(), &is_there) != 0) return true;  // nobody can tell
  return (is_there & 1U) != 0;
}

}  // namespace

// MAP_LOCKED and MAP_POPULATE do not report that a part failed (mmap(2)); mlock and MADV_POPULATE_READ do the same and
// report it. A kernel before 5.14 does not have that advice (EINVAL), and without a huge page the first access ends the
// process (SIGBUS).
void report_hidden_failure(void* base, std::size_t length, mmap_flag flags, std::error_code& error) noexcept {
  if (has(flags, mmap_flag::locked)) mlock(base, length, lock_flag::none, error);
  if (error || !has(flags, mmap_flag::populate) || has(flags, mmap_flag::non_block)) return;
  if (os::madvise(base, length, MADV_POPULATE_READ) == 0) return;
  const auto failed = last_error();
  const auto unit = huge_page_unit(flags);
  if (failed != std::errc::invalid_argument)
    error = failed;
  else if (unit != 0 && !has_huge_pages(static_cast<std::byte*>(base), length, unit))
    error = refusal(std::errc::bad_address);
}

}  // namespace mmapkit::backend
