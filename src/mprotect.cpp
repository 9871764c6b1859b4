#include <mmapkit/mmap.hpp>

#include "core.hpp"
#include "options.hpp"
#include "pages.hpp"

namespace mmapkit {

failure core::protect(void* addr, std::size_t size, protection_flag protection) noexcept {
  failure why;
  if (!check(protection, why)) return why;
  if (size == 0) return why;
  if (wraps(addr, size))
    return refuse(operation::mprotect, std::errc::value_too_large, "the range wraps around the address space");
  const auto pages = from_page(addr, size);
  backend::protect(pages.base, pages.length, normalized(protection), why.code);
  why.failed(operation::mprotect);
  return why;
}

void mprotect(void* addr, std::size_t size, protection_flag protection) {
  if (const auto why = core::protect(addr, size, protection))
    raise(why, core::describe(addr, size) + " as " + to_string(protection));
}

void mprotect(void* addr, std::size_t size, protection_flag protection, std::error_code& error) noexcept {
  core::report(core::protect(addr, size, protection), error);
}

}  // namespace mmapkit
