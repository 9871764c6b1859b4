// System calls have numbers here too, but their libraries' names alone are meant for programs.
#include "../backend.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(call /*what*/) noexcept { return std::nullopt; }

bool available(call what) noexcept {
  switch (what) {
    case call::mlockall:
    case call::munlockall: return available(mlockall_flag::current);
    case call::posix_fadvise: return available(file_advice::normal);
    default: return true;  // where its mark holds
  }
}

}  // namespace mmapkit::backend
