#define WIN32_LEAN_AND_MEAN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#define PSAPI_VERSION 2
#include "locks.hpp"

#include <windows.h>
// After it.
#include <psapi.h>

namespace conformance {

namespace {

bool says_locked(const void* page) {
  PSAPI_WORKING_SET_EX_INFORMATION info{};
  info.VirtualAddress = const_cast<void*>(page);
  REQUIRE(QueryWorkingSetEx(GetCurrentProcess(), &info, sizeof info) != 0);
  return info.VirtualAttributes.Locked != 0;
}

bool ever_says_locked() {
  const pages memory{mmapkit::page_size()};
  REQUIRE(VirtualLock(memory.addr(), memory.length()) != 0);
  return says_locked(memory.addr());
}

}  // namespace

bool seems_locked(const void* page, bool locked) {
  static const bool tells = ever_says_locked();
  return !tells || says_locked(page) == locked;
}

}  // namespace conformance
