// madvise as the rest of the library calls it.
#pragma once

#include <mmapkit/flags/advice.hpp>

#include "checks/failure.hpp"

namespace mmapkit::calls {

// `may_discard`: whether the caller passed `discarding`. Advice that discards content is refused without it, and other
// advice with it.
failure madvise(void* addr, std::size_t length, advice what, bool may_discard) noexcept;

}  // namespace mmapkit::calls
