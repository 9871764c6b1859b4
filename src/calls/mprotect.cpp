#include "mprotect.hpp"

#include <mmapkit/calls/mprotect.hpp>

#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "checks/describe.hpp"
#include "checks/explain.hpp"
#include "checks/options.hpp"

namespace mmapkit {

failure calls::mprotect(void* addr, std::size_t size, protection_flag protection) noexcept {
  failure why;
  if (!check(protection, why)) return why;
  if (size == 0) return why;
  if (wraps(addr, size))
    return refuse(operation::mprotect, std::errc::not_enough_memory, "the range wraps around the address space");
  const auto pages = from_page(addr, size);
  backend::protect(pages.base, pages.length, normalized(protection), why.code);
  if (why.attribute_to(operation::mprotect)) explain_sealed_memory(why);
  return why;
}

void mprotect(void* addr, std::size_t size, protection_flag protection) {
  if (const auto why = calls::mprotect(addr, size, protection))
    raise(why, describe(addr, size) + " as " + to_string(protection));
}

void mprotect(void* addr, std::size_t size, protection_flag protection, std::error_code& error) noexcept {
  report(calls::mprotect(addr, size, protection), error);
}

}  // namespace mmapkit
