#include <mmapkit/flags/native_handle.hpp>
#include <type_traits>

#include "../support/support.hpp"

using namespace mmapkit;

// What windows_handle promises holds on every system: it is plain C++.
static_assert(std::is_convertible_v<void*, windows_handle>);
static_assert(!std::is_convertible_v<const char*, windows_handle>);
static_assert(!std::is_convertible_v<char*, windows_handle>);
static_assert(!std::is_convertible_v<const wchar_t*, windows_handle>);
static_assert(!std::is_constructible_v<windows_handle, int>);
static_assert(!std::is_constructible_v<windows_handle, std::nullptr_t>);

TEST_CASE("a handle keeps its value") {
  int object = 0;
  void* const raw = &object;
  const windows_handle handle = raw;
  CHECK(handle.get() == raw);
  CHECK(handle == windows_handle{raw});
  CHECK(handle != windows_handle{});
}

TEST_CASE("no handle is the system's invalid one") {
  // Generic, so that only the branch for this system is compiled.
  [](auto none) {
    if constexpr (std::is_same_v<decltype(none), int>)
      CHECK(none == -1);
    else
      CHECK(none == decltype(none){});
  }(no_handle);
}

TEST_CASE("a string is a path and not a handle") {
  const support::scratch folder;
  const auto name = folder.file("data.bin", "content").string();
  const auto memory = mmap(name.c_str());
  CHECK(support::text(memory.addr, memory.size) == "content");
  munmap(memory);
}
