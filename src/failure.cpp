#include "failure.hpp"

#include <mmapkit/error.hpp>

#include "backend.hpp"
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

void raise(const failure& why, const std::string& object) {
  const auto& row = rows<call>[static_cast<std::size_t>(why.operation)];
  auto attempt = formatted("cannot {} {}", row.verb, object);
  if (why.reason != nullptr) {
    attempt += ": ";
    attempt += formatted(fmt::runtime(why.reason), fmt::arg("type", why.type), fmt::arg("name", why.name),
                         fmt::arg("where", to_string(why.where)), fmt::arg("m", why.m), fmt::arg("n", why.n));
  }
  throw mmap_error(why.code, row.name, attempt);
}

}  // namespace mmapkit
