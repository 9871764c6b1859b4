#include <optional>

#include <mmapkit/flags/open_flag.hpp>

#include "api.hpp"
#include "backend/native_value.hpp"

namespace mmapkit::backend {

// Three kinds of number, which are not to be combined: access rights (read, write), dispositions (create,
// ensure_create, truncate), and flags and attributes (the rest).
std::optional<std::uint32_t> native_value(open_flag flag) noexcept {
  switch (flag) {
    case open_flag::read: return GENERIC_READ;
    case open_flag::write: return GENERIC_WRITE;
    case open_flag::create: return OPEN_ALWAYS;
    case open_flag::ensure_create: return CREATE_NEW;
    case open_flag::truncate: return TRUNCATE_EXISTING;
    case open_flag::direct: return FILE_FLAG_NO_BUFFERING;
    case open_flag::file_sync: return FILE_FLAG_WRITE_THROUGH;
    case open_flag::data_sync: return FILE_FLAG_WRITE_THROUGH;
    case open_flag::no_follow: return FILE_FLAG_OPEN_REPARSE_POINT;
    case open_flag::directory: return FILE_FLAG_BACKUP_SEMANTICS;
    case open_flag::large_file: return 0;
    case open_flag::dont_claim_tty:
    case open_flag::non_block:
    case open_flag::async:
    case open_flag::no_atime: return std::nullopt;
  }
  return std::nullopt;
}

// Every version of Windows has these.
bool available(open_flag flag) noexcept { return native_value(flag).has_value(); }

}  // namespace mmapkit::backend
