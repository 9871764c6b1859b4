#include <sys/mman.h>

#include <optional>

#include <mmapkit/flags/posix_advice.hpp>

#include "backend/native_value.hpp"
#include "backend/pages.hpp"
#include "errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(posix_advice what) noexcept {
  switch (what) {
    case posix_advice::normal: return POSIX_MADV_NORMAL;
    case posix_advice::random: return POSIX_MADV_RANDOM;
    case posix_advice::sequential: return POSIX_MADV_SEQUENTIAL;
    case posix_advice::will_need: return POSIX_MADV_WILLNEED;
    case posix_advice::dont_need: return POSIX_MADV_DONTNEED;
  }
  return std::nullopt;
}

bool available(posix_advice /*what*/) noexcept { return true; }

// Every C library here ignores POSIX_MADV_DONTNEED where the MADV_DONTNEED of its kernel discards pages.
void posix_madvise(void* addr, std::size_t length, posix_advice what, std::error_code& error) noexcept {
  const int failed = os::posix_madvise(addr, length, static_cast<int>(*native_value(what)));
  // POSIX returns the error; macOS sets errno.
  if (failed == -1)
    error = last_error();
  else if (failed != 0)
    error = {failed, std::system_category()};
}

}  // namespace mmapkit::backend
