// macOS has no posix_fadvise; F_RDADVISE of fcntl(2) is POSIX_FADV_WILLNEED.
#include <fcntl.h>

#include <algorithm>
#include <limits>
#include <optional>

#include <mmapkit/flags/file_advice.hpp>

#include "backend/bsd/os.hpp"
#include "backend/files.hpp"
#include "backend/native_value.hpp"
#include "backend/posix/errors.hpp"

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

// The command does not know length 0 for "to the end", and has an int for the length.
void posix_fadvise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice /*what*/,
                   std::error_code& error) noexcept {
  constexpr std::uint64_t most = std::numeric_limits<int>::max();
  radvisory range{};
  range.ra_offset = static_cast<off_t>(offset);
  range.ra_count = static_cast<int>(length == 0 ? most : std::min(length, most));
  if (os::fcntl(file, F_RDADVISE, &range) == -1) error = last_error();
}

}  // namespace mmapkit::backend
