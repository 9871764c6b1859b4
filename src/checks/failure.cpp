#include "failure.hpp"

#include <mmapkit/flags/error.hpp>

#include "backend/system.hpp"
#include "formatted.hpp"

namespace mmapkit {

failure refuse(operation what, std::errc kind, const char* reason, std::uint64_t m, std::uint64_t n) noexcept {
  failure why;
  why.code = backend::refusal(kind);
  why.operation = what;
  why.reason = reason;
  why.m = m;
  why.n = n;
  return why;
}

bool refuse(failure& why, operation what, std::errc kind, const char* reason, std::uint64_t m,
            std::uint64_t n) noexcept {
  why = refuse(what, kind, reason, m, n);
  return false;
}

namespace {

const call_row& row_of(const failure& why) noexcept { return rows<call>[static_cast<std::size_t>(why.operation)]; }

const char* verb_of(const failure& why, const char* verb) noexcept { return verb != nullptr ? verb : row_of(why).verb; }

std::string reason_of(const failure& why) {
  if (why.reason == nullptr) return {};
  return ": " + formatted(fmt::runtime(why.reason), fmt::arg("type", why.type), fmt::arg("name", why.name),
                          fmt::arg("where", to_string(why.where)), fmt::arg("m", why.m), fmt::arg("n", why.n));
}

// All that a failure names has static storage.
thread_local failure last;
thread_local const char* last_verb = nullptr;

}  // namespace

void raise(const failure& why, const std::string& object, const char* verb) {
  throw mmap_error(why.code, row_of(why).name, formatted("cannot {} {}{}", verb_of(why, verb), object, reason_of(why)));
}

void remember(const failure& why, const char* verb) noexcept {
  last = why;
  last_verb = verb;
}

std::string last_failure() {
  if (!last) return {};
  return formatted("cannot {}{}: {}", verb_of(last, last_verb), reason_of(last), last.code.message());
}

}  // namespace mmapkit
