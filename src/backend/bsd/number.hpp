#pragma once

#include <cstdint>
#include <optional>

namespace mmapkit::backend::values {

// A native number, or nothing where the system has no such thing.
using number = std::optional<std::uint32_t>;

inline constexpr number absent = std::nullopt;

}  // namespace mmapkit::backend::values
