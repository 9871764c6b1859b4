#include <mmapkit/mmap.hpp>

#include "backing.hpp"
#include "core.hpp"
#include "options.hpp"
#include "pages.hpp"

namespace mmapkit {

using detail::backing_access;

failure core::sync(void* addr, const backing_file& fd, std::size_t size, msync_flag flags) noexcept {
  failure why;
  if (!check(flags, why)) return why;
  if (!backing_access::contains(fd, addr, size))
    return refuse(operation::msync, std::errc::invalid_argument, "the range does not lie within the mapping");
  if (size == 0) return why;
  const auto pages = from_page(addr, size);
  backend::sync(pages.base, pages.length, flags, backing_access::file(fd), why.code);
  why.failed(operation::msync);
  return why;
}

void msync(void* addr, backing_file fd, std::size_t size, msync_flag flags) {
  if (const auto why = core::sync(addr, fd, size, flags)) raise(why, core::describe(addr, size));
}

void msync(void* addr, backing_file fd, std::size_t size, msync_flag flags, std::error_code& error) noexcept {
  core::report(core::sync(addr, fd, size, flags), error);
}

}  // namespace mmapkit
