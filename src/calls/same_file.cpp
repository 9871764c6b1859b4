#include "same_file.hpp"

namespace mmapkit {

namespace {

// Under Wine the volume of a file without a name is unknown (0).
bool are_same(const detail::file_identity& now, const detail::file_identity& mapped) noexcept {
  const bool is_known = now.device != 0 && mapped.device != 0;
  return now.number == mapped.number && (now.device == mapped.device || !is_known);
}

bool check_same(operation what, const backend::file_info& now, const detail::file_identity& mapped,
                failure& why) noexcept {
  return are_same(now.identity, mapped) ||
         refuse(why, what, std::errc::bad_file_descriptor, "the descriptor is another file's now");
}

}  // namespace

backend::file_info calls::examine_same(operation what, native_handle file, const detail::file_identity& mapped,
                                       failure& why) noexcept {
  const auto now = backend::examine(file, why.code);
  if (!why.attribute_to(operation::stat)) check_same(what, now, mapped, why);
  return now;
}

bool calls::check_no_other(operation what, native_handle file, const detail::file_identity& mapped,
                           failure& why) noexcept {
  return check_reaches(what, file, mapped, 0, why);
}

bool calls::check_reaches(operation what, native_handle file, const detail::file_identity& mapped, std::uint64_t end,
                          failure& why) noexcept {
  const auto now = backend::examine(file, why.code);
  if (why.code == std::errc::bad_file_descriptor) {
    why.code.clear();
    return true;
  }
  if (why.attribute_to(operation::stat) || !check_same(what, now, mapped, why)) return false;
  return !now.has_end || end <= now.size ||
         refuse(why, what, std::errc::io_error,
                "the file has become shorter: what was stored beyond its {m} bytes, up to {n}, is lost", now.size, end);
}

bool calls::is_same(native_handle file, const detail::file_identity& mapped) noexcept {
  std::error_code closed;
  const auto now = backend::examine(file, closed);
  return !closed && are_same(now.identity, mapped);
}

}  // namespace mmapkit
