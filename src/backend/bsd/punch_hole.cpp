#include "punch_hole.hpp"

#include <cerrno>

namespace mmapkit::backend {

values::number bsd::punch_hole_number() noexcept { return values::absent; }

int bsd::punch_hole(int /*file*/, std::uint64_t /*offset*/, std::uint64_t /*length*/) noexcept { return EOPNOTSUPP; }

}  // namespace mmapkit::backend
