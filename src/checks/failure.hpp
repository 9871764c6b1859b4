// An error as a value: it allocates nothing until it is thrown.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

#include <mmapkit/flags/call.hpp>

namespace mmapkit {

// The call that an error names.
using operation = call;

struct failure {
  std::error_code code;
  mmapkit::operation operation = mmapkit::operation::mmap;

  // Why the library refused, or null: a format with the fields {type}, {name}, {where}, {m} and {n}.
  const char* reason = nullptr;
  std::string_view type;
  std::string_view name;
  mark where{};
  std::uint64_t m = 0;
  std::uint64_t n = 0;

  explicit operator bool() const noexcept { return static_cast<bool>(code); }

  // After a call of the backend that may have set `code`: names the call in a failure. Returns whether there is one.
  bool attribute_to(mmapkit::operation by) noexcept {
    if (!code) return false;
    operation = by;
    return true;
  }
};

// A refusal by the library, before any system call. Cold, so that the compiler moves the code for it out of the way.
[[gnu::cold]] failure refuse(operation what, std::errc kind, const char* reason, std::uint64_t m = 0,
                             std::uint64_t n = 0) noexcept;

// The same, set in `why`. Returns false, so that a check can return it. Checks take a failure by reference and return
// bool because every call makes them: returning a failure would copy it each time.
[[gnu::cold]] bool refuse(failure& why, operation what, std::errc kind, const char* reason, std::uint64_t m = 0,
                          std::uint64_t n = 0) noexcept;

// Keeps the failure for last_failure(), which is this thread's.
[[gnu::cold]] void remember(const failure& why, const char* verb) noexcept;

// For the functions that set an error_code. The verb is as for raise, and has static storage.
inline void report(const failure& why, std::error_code& error, const char* verb = nullptr) noexcept {
  error = why.code;
  if (why.code) remember(why, verb);
}

// What make(why) returns, for those of them that return something.
template <class Make>
auto make_or_report(std::error_code& error, Make make) noexcept {
  failure why;
  auto made = make(why);
  report(why, error);
  return made;
}

// Throws the mmap_error for a failure: "cannot <verb> <object>: <reason>: <system text>". The verb is that of the call,
// unless what the user asked for has another name.
[[noreturn]] void raise(const failure& why, const std::string& object, const char* verb = nullptr);

}  // namespace mmapkit
