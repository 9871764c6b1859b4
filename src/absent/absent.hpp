// What a backend answers for calls that its system has not: portable code looks at the marks and does not come here.
#pragma once

#include "../backend.hpp"

namespace mmapkit::backend {

inline void refuse_absent(std::error_code& error) noexcept { error = refusal(std::errc::function_not_supported); }

}  // namespace mmapkit::backend

// No flag of the type has a number here, and none is kept but the empty set.
#define MMAPKIT_ABSENT(Type)                                                                 \
  std::optional<std::uint32_t> native_value(Type /*flag*/) noexcept { return std::nullopt; } \
  bool available(Type flag) noexcept { return static_cast<std::uint64_t>(flag) == 0; }
