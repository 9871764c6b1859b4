// The answers of a system for what it does not have. Portable code refuses such flags and calls by their marks, before
// it comes here.
#pragma once

#include <optional>
#include <system_error>

#include "backend/native_value.hpp"
#include "backend/system.hpp"

namespace mmapkit::backend {

inline void set_unimplemented(std::error_code& error) noexcept { error = refusal(std::errc::function_not_supported); }

}  // namespace mmapkit::backend

// Only the empty set is available.
#define MMAPKIT_UNIMPLEMENTED(Type)                                                          \
  std::optional<std::uint32_t> native_value(Type /*flag*/) noexcept { return std::nullopt; } \
  bool available(Type flag) noexcept { return static_cast<std::uint64_t>(flag) == 0; }
