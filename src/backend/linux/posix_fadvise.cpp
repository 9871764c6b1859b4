#include <fcntl.h>

#include <optional>

#include <mmapkit/flags/file_advice.hpp>

#include "backend/files.hpp"
#include "backend/native_value.hpp"
#include "kernel.hpp"
#include "os.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(file_advice what) noexcept {
  switch (what) {
    case file_advice::normal: return POSIX_FADV_NORMAL;
    case file_advice::random: return POSIX_FADV_RANDOM;
    case file_advice::sequential: return POSIX_FADV_SEQUENTIAL;
    case file_advice::will_need: return POSIX_FADV_WILLNEED;
    case file_advice::dont_need: return POSIX_FADV_DONTNEED;
    case file_advice::no_reuse: return POSIX_FADV_NOREUSE;
  }
  return native_number_of(what);
}

// Before 6.3 the kernel ignored POSIX_FADV_NOREUSE.
bool available(file_advice what) noexcept { return what != file_advice::no_reuse || kernel_is_at_least(6, 3); }

void posix_fadvise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice what,
                   std::error_code& error) noexcept {
  const int failed = os::posix_fadvise(file, static_cast<off_t>(offset), static_cast<off_t>(length),
                                       static_cast<int>(*native_value(what)));
  if (failed != 0) error = {failed, std::system_category()};
}

}  // namespace mmapkit::backend
