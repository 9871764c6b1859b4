// Sealed memory, and those who would like to cut it short.
#include <unistd.h>

#include <cerrno>

#include "../../support/child.hpp"

using namespace mmapkit;

TEST_CASE("a child process can neither shorten nor lengthen sealed memory") {
  if (!supported(call::add_seals)) {
    CHECK(support::caught([] { return sealed_memory{1}; }).code() == std::errc::operation_not_supported);
    return;
  }
  sealed_memory memory{2 * page_size()};
  memory.writable_bytes()[page_size()] = std::byte{7};
  const auto end = support::in_child([&] {
    if (::ftruncate(memory.handle(), 0) == 0 || errno != EPERM) return 1;
    return ::ftruncate(memory.handle(), static_cast<off_t>(3 * page_size())) == 0 || errno != EPERM ? 2 : 0;
  });
  CHECK(end.code == 0);
  CHECK(memory.bytes()[page_size()] == std::byte{7});
}
