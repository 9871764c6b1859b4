#include "msync.hpp"

#include <mmapkit/calls/msync.hpp>

#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backing.hpp"
#include "checks/describe.hpp"
#include "checks/explain.hpp"
#include "checks/options.hpp"
#include "same_file.hpp"
#include "sticky_error.hpp"

namespace mmapkit {

using detail::backing_access;

failure calls::msync(void* addr, const backing_file& fd, std::size_t size, msync_flag flags) noexcept {
  failure why;
  if (!check(flags, why)) return why;
  if (!backing_access::contains(fd, addr, size))
    return refuse(operation::msync, std::errc::invalid_argument, "the range does not lie within the mapping");
  if (size == 0) return why;
  const auto file = backing_access::file(fd);
  if (backend::syncs_by_handle(flags) && file != no_handle &&
      !calls::check_no_other(operation::msync, file, backing_access::identity(fd), why))
    return why;
  const auto pages = from_page(addr, size);
  backend::sync(pages.base, pages.length, flags, file, why.code);
  if (why.attribute_to(operation::msync)) explain_sync(why, pages.base, pages.length);
  return why;
}

namespace {

failure sync_and_tell(void* addr, const backing_file& fd, std::size_t size, msync_flag flags) noexcept {
  int lost = 0;
  return with_sticky_error(operation::msync, lost, backing_access::synced(fd),
                           [&] { return calls::msync(addr, fd, size, flags); });
}

}  // namespace

void msync(void* addr, backing_file fd, std::size_t size, msync_flag flags) {
  if (const auto why = sync_and_tell(addr, fd, size, flags)) raise(why, describe(addr, size));
}

void msync(void* addr, backing_file fd, std::size_t size, msync_flag flags, std::error_code& error) noexcept {
  report(sync_and_tell(addr, fd, size, flags), error);
}

}  // namespace mmapkit
