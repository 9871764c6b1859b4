// The native names in the rows are macros of the system's own headers, where those have them, with the value that the
// library passes on.
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include <mmapkit/flags/listed.hpp>

#if __has_include(<sys/mman.h>)
#include <fcntl.h>
#include <sys/mman.h>
#endif
#if __has_include(<linux/falloc.h>)
#include <linux/falloc.h>
#include <linux/fs.h>
#include <linux/mempolicy.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif
#if __has_include(<windows.h>)
#ifndef NOMINMAX
#define NOMINMAX
#endif
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>
#endif

using namespace mmapkit;

namespace {

int compared = 0;

// 0 is also the value of a flag that is met without a bit, as a plain macro may not be.
template <class E>
void compare(E flag, const char* name, std::uint64_t value) {
  CAPTURE(std::string{name});
  const auto native = native_value(flag);
  if (!native || *native == 0) return;
  ++compared;
  // Systems of 32 bits have two calls of one name there: fstat64 and mmap2 are the ones for large files.
  const bool has_larger = std::string_view{name} == "fstat" || std::string_view{name} == "mmap";
  if (sizeof(void*) == 4 && std::is_same_v<E, call> && has_larger) return;
  CHECK(*native == static_cast<std::uint32_t>(value));
}

}  // namespace

TEST_CASE("native names have the values that the system's headers give them") {
#include "native_names.inc"
  CHECK(compared >= MMAPKIT_NATIVE_NAMES_COMPARED);
  MESSAGE(compared, " native names compared");
}
