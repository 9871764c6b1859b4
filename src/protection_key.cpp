#include <mmapkit/protection_key.hpp>

#include "core.hpp"
#include "offered.hpp"
#include "options.hpp"
#include "pages.hpp"

namespace mmapkit {

namespace {

int allocate(key_right rights, failure& why) noexcept {
  if (!check_call(operation::pkey_alloc, why) || !check_offered(operation::pkey_alloc, rights, why)) return -1;
  const int key = backend::pkey_alloc(rights, why.code);
  if (why.failed(operation::pkey_alloc)) explain_absence(operation::pkey_alloc, why);
  return key;
}

failure release(int key) noexcept {
  failure why;
  if (!check_call(operation::pkey_free, why)) return why;
  backend::pkey_free(key, why.code);
  why.failed(operation::pkey_free);
  return why;
}

failure protect(void* addr, std::size_t size, protection_flag protection, int key) noexcept {
  constexpr auto what = operation::pkey_mprotect;
  failure why;
  if (!check_call(what, why) || !check_offered(what, protection, why) || size == 0) return why;
  const auto pages = from_page(addr, size);
  if (pages.length < size) return refuse(what, std::errc::value_too_large, "the range wraps around the address space");
  backend::pkey_mprotect(pages.base, pages.length, normalized(protection), key, why.code);
  why.failed(what);
  return why;
}

failure seal(void* addr, std::size_t length) noexcept {
  failure why;
  if (!check_call(operation::mseal, why)) return why;
  backend::mseal(addr, length, why.code);
  why.failed(operation::mseal);
  return why;
}

std::string name_of(int key) { return "protection key " + std::to_string(key); }

}  // namespace

int pkey_alloc(key_right rights) {
  failure why;
  const int key = allocate(rights, why);
  if (why) raise(why, "a protection key");
  return key;
}

int pkey_alloc(key_right rights, std::error_code& error) noexcept {
  failure why;
  const int key = allocate(rights, why);
  core::report(why, error);
  return key;
}

void pkey_free(int key) {
  if (const auto why = release(key)) raise(why, name_of(key));
}

void pkey_free(int key, std::error_code& error) noexcept { core::report(release(key), error); }

void pkey_mprotect(void* addr, std::size_t size, protection_flag protection, int key) {
  if (const auto why = protect(addr, size, protection, key))
    raise(why, core::describe(addr, size) + " as " + to_string(protection) + " with " + name_of(key));
}

void pkey_mprotect(void* addr, std::size_t size, protection_flag protection, int key, std::error_code& error) noexcept {
  core::report(protect(addr, size, protection, key), error);
}

void mseal(void* addr, std::size_t length) {
  if (const auto why = seal(addr, length)) raise(why, core::describe(addr, length));
}

void mseal(void* addr, std::size_t length, std::error_code& error) noexcept { core::report(seal(addr, length), error); }

}  // namespace mmapkit
