#include "operation.hpp"

namespace crash_states {

bytes numbers::content(std::size_t length) {
  bytes made(length);
  for (auto& each : made) each = static_cast<std::byte>(between(1, 255));  // not what a hole is read as
  return made;
}

}  // namespace crash_states
