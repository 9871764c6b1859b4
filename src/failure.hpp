// What went wrong, kept without allocating until somebody throws it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

#include <mmapkit/call.hpp>

namespace mmapkit {

// What was tried.
using operation = call;

struct failure {
  std::error_code code;
  mmapkit::operation operation = mmapkit::operation::mmap;

  // The library's own explanation, where it refused: a {fmt} pattern over {type} {name} {where} {m} {n}.
  const char* reason = nullptr;
  std::string_view type;
  std::string_view name;
  mark where{};
  std::uint64_t m = 0;
  std::uint64_t n = 0;

  explicit operator bool() const noexcept { return static_cast<bool>(code); }

  // After a call of the backend that reports into `code`: whether it failed, and if so by what.
  bool failed(mmapkit::operation by) noexcept {
    if (!code) return false;
    operation = by;
    return true;
  }
};

// The library refuses, before any system call. Cold, so that what leads here stands apart from the way of every call.
[[gnu::cold]] failure refuse(operation what, std::errc kind, const char* reason, std::uint64_t m = 0,
                             std::uint64_t n = 0) noexcept;

// The same into `why`; false, so that a check can end with it. A check that passes leaves `why` alone: it stands on the
// path of every call, and an empty failure would be written and copied for each.
[[gnu::cold]] bool refuse(failure& why, operation what, std::errc kind, const char* reason, std::uint64_t m = 0,
                          std::uint64_t n = 0) noexcept;

// Throws the mmap_error for a failure: "cannot <verb> <object>: <reason>: <system text>".
[[noreturn]] void raise(const failure& why, const std::string& object);

}  // namespace mmapkit
