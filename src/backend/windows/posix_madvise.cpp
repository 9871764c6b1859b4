#include <optional>

#include <mmapkit/flags/posix_advice.hpp>

#include "advice.hpp"
#include "backend/native_value.hpp"
#include "backend/pages.hpp"
#include "backend/system.hpp"
#include "dynamic_functions.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(posix_advice what) noexcept {
  switch (what) {
    case posix_advice::normal:
    case posix_advice::will_need: return 0;
    case posix_advice::random:
    case posix_advice::sequential:
    case posix_advice::dont_need: return std::nullopt;
  }
  return std::nullopt;
}

bool available(posix_advice what) noexcept {
  if (what == posix_advice::will_need) return dynamic().prefetch_virtual_memory != nullptr;
  return native_value(what).has_value();
}

void posix_madvise(void* addr, std::size_t length, posix_advice what, std::error_code& error) noexcept {
  const auto failure = what == posix_advice::normal      ? advise(addr, length, nullptr)
                       : what == posix_advice::will_need ? advise(addr, length, prefetch)
                                                         : refusal(std::errc::invalid_argument);
  if (failure) error = failure;
}

}  // namespace mmapkit::backend
