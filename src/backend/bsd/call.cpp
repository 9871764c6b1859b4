// Their numbers are not part of the programming interface of these systems.
#include <optional>

#include <mmapkit/flags/call.hpp>
#include <mmapkit/flags/file_advice.hpp>
#include <mmapkit/flags/mlockall_flag.hpp>

#include "backend/native_value.hpp"
#include "backend/synchronization.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(call /*what*/) noexcept { return std::nullopt; }

bool available(call what) noexcept {
  switch (what) {
    case call::mlockall:
    case call::munlockall: return available(mlockall_flag::current);
    case call::posix_fadvise: return available(file_advice::normal);
    case call::wait_on_address:
    case call::notify_one:
    case call::notify_all: return can_wait_on_address();
    default: return true;  // where its mark holds
  }
}

}  // namespace mmapkit::backend
