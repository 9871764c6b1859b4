// posix_fadvise is not there; one of its pieces of advice is a command of fcntl(2).
#include <fcntl.h>

#include <algorithm>
#include <limits>

#include "../backend.hpp"
#include "../posix/errors.hpp"
#include "../posix/os.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(file_advice what) noexcept {
  switch (what) {
    case file_advice::will_need: return F_RDADVISE;
    case file_advice::normal:
    case file_advice::random:
    case file_advice::sequential:
    case file_advice::dont_need:
    case file_advice::no_reuse: return std::nullopt;
  }
  return std::nullopt;
}

bool available(file_advice what) noexcept { return native_value(what).has_value(); }

// The command takes no length 0 for "to the end", and no more bytes than an int counts.
void posix_fadvise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice /*what*/,
                   std::error_code& error) noexcept {
  constexpr std::uint64_t most = std::numeric_limits<int>::max();
  radvisory range{};
  range.ra_offset = static_cast<off_t>(offset);
  range.ra_count = static_cast<int>(length == 0 ? most : std::min(length, most));
  if (os::fcntl(file, F_RDADVISE, &range) == -1) error = last_error();
}

}  // namespace mmapkit::backend
