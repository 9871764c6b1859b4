#include <mmapkit/calls/protection_key.hpp>

#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"
#include "checks/options.hpp"

namespace mmapkit {

namespace {

int allocate(key_right rights, failure& why) noexcept {
  if (!check_call(operation::pkey_alloc, why) || !check_available(operation::pkey_alloc, rights, why)) return -1;
  const int key = backend::pkey_alloc(rights, why.code);
  if (why.attribute_to(operation::pkey_alloc)) explain_unavailable(operation::pkey_alloc, why);
  return key;
}

failure release(int key) noexcept {
  failure why;
  if (!check_call(operation::pkey_free, why)) return why;
  backend::pkey_free(key, why.code);
  why.attribute_to(operation::pkey_free);
  return why;
}

key_right find_rights(int key, failure& why) noexcept {
  if (!check_call(operation::pkey_get, why)) return {};
  const auto rights = backend::pkey_get(key, why.code);
  why.attribute_to(operation::pkey_get);
  return rights;
}

failure set_rights(int key, key_right rights) noexcept {
  constexpr auto what = operation::pkey_set;
  failure why;
  if (!check_call(what, why) || !check_available(what, rights, why)) return why;
  backend::pkey_set(key, rights, why.code);
  why.attribute_to(what);
  return why;
}

failure protect(void* addr, std::size_t size, protection_flag protection, int key) noexcept {
  constexpr auto what = operation::pkey_mprotect;
  failure why;
  if (!check_call(what, why) || !check_available(what, protection, why) || size == 0) return why;
  if (wraps(addr, size)) return refuse(what, std::errc::not_enough_memory, "the range wraps around the address space");
  const auto pages = from_page(addr, size);
  backend::pkey_mprotect(pages.base, pages.length, normalized(protection), key, why.code);
  why.attribute_to(what);
  return why;
}

failure seal(void* addr, std::size_t length, unsigned long flags) noexcept {
  failure why;
  if (!check_call(operation::mseal, why)) return why;
  backend::mseal(addr, length, flags, why.code);
  why.attribute_to(operation::mseal);
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
  return make_or_report(error, [&](failure& why) { return allocate(rights, why); });
}

void pkey_free(int key) {
  if (const auto why = release(key)) raise(why, name_of(key));
}

void pkey_free(int key, std::error_code& error) noexcept { report(release(key), error); }

key_right pkey_get(int key) {
  failure why;
  const auto rights = find_rights(key, why);
  if (why) raise(why, name_of(key));
  return rights;
}

key_right pkey_get(int key, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return find_rights(key, why); });
}

void pkey_set(int key, key_right rights) {
  if (const auto why = set_rights(key, rights)) raise(why, name_of(key) + " as " + to_string(rights));
}

void pkey_set(int key, key_right rights, std::error_code& error) noexcept { report(set_rights(key, rights), error); }

void pkey_mprotect(void* addr, std::size_t size, protection_flag protection, int key) {
  if (const auto why = protect(addr, size, protection, key))
    raise(why, describe(addr, size) + " as " + to_string(protection) + " with " + name_of(key));
}

void pkey_mprotect(void* addr, std::size_t size, protection_flag protection, int key, std::error_code& error) noexcept {
  report(protect(addr, size, protection, key), error);
}

void mseal(void* addr, std::size_t length, unsigned long flags) {
  if (const auto why = seal(addr, length, flags)) raise(why, describe(addr, length));
}

void mseal(void* addr, std::size_t length, std::error_code& error) noexcept { report(seal(addr, length, 0), error); }

void mseal(void* addr, std::size_t length, unsigned long flags, std::error_code& error) noexcept {
  report(seal(addr, length, flags), error);
}

}  // namespace mmapkit
