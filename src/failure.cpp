#include "failure.hpp"

#include <fmt/format.h>

#include <mmapkit/error.hpp>

#include "backend.hpp"

namespace mmapkit {

namespace {

struct operation_words {
  const char* name;
  const char* verb;
};

operation_words words(operation what) noexcept {
  switch (what) {
    case operation::open:
      return {"open", "open"};
    case operation::stat:
      return {"stat", "examine"};
    case operation::fallocate:
      return {"fallocate", "grow the file to map"};
    case operation::mmap:
      return {"mmap", "map"};
    case operation::munmap:
      return {"munmap", "unmap"};
    case operation::mprotect:
      return {"mprotect", "protect"};
    case operation::msync:
      return {"msync", "sync"};
    case operation::close:
      return {"close", "close the file of"};
    case operation::view:
      return {"view", "view"};
  }
  return {"", "use"};
}

}  // namespace

failure refuse(operation what, std::errc kind, const char* reason, std::uint64_t m, std::uint64_t n) noexcept {
  failure why;
  why.code = backend::refusal(kind);
  why.operation = what;
  why.reason = reason;
  why.m = m;
  why.n = n;
  return why;
}

void raise(const failure& why, const std::string& object) {
  const auto [name, verb] = words(why.operation);
  auto attempt = fmt::format("cannot {} {}", verb, object);
  if (why.reason != nullptr) {
    attempt += ": ";
    attempt += fmt::format(fmt::runtime(why.reason), fmt::arg("type", why.type), fmt::arg("name", why.name),
                           fmt::arg("where", to_string(why.where)), fmt::arg("m", why.m), fmt::arg("n", why.n));
  }
  throw mmap_error(why.code, name, attempt);
}

}  // namespace mmapkit
