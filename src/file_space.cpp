#include <mmapkit/file_space.hpp>

#include "bits.hpp"
#include "core.hpp"
#include "offered.hpp"

namespace mmapkit {

namespace {

bool check_range(operation what, std::uint64_t offset, std::uint64_t length, failure& why) noexcept {
  if (fits_file(offset, length)) return true;
  return refuse(why, what, std::errc::value_too_large, "{m} bytes at {n} are more than a file can hold", length,
                offset);
}

failure advise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice what) noexcept {
  constexpr auto by = operation::posix_fadvise;
  failure why;
  if (!check_call(by, why) || !check_offered(by, what, why) || !check_range(by, offset, length, why)) return why;
  backend::posix_fadvise(file, offset, length, what, why.code);
  why.failed(by);
  return why;
}

failure start_reading(native_handle file, std::uint64_t offset, std::uint64_t length) noexcept {
  constexpr auto what = operation::read_ahead;
  failure why;
  if (!check_call(what, why) || !check_range(what, offset, length, why)) return why;
  backend::read_ahead(file, offset, length, why.code);
  why.failed(what);
  return why;
}

// The flags but keep_size choose one operation: at most one of them.
bool check_space(space_flag flags, failure& why) noexcept {
  const auto choice = own_bits(flags & ~space_flag::keep_size);
  if ((choice & (choice - 1)) == 0) return true;
  return refuse(why, operation::fallocate, std::errc::invalid_argument,
                "of space_flag at most one may be given besides keep_size");
}

failure change(native_handle file, space_flag flags, std::uint64_t offset, std::uint64_t length) noexcept {
  constexpr auto what = operation::fallocate;
  failure why;
  if (!check_offered(what, flags, why) || !check_space(flags, why) || !check_range(what, offset, length, why))
    return why;
  if (length == 0) return refuse(what, std::errc::invalid_argument, "the length is 0");
  backend::fallocate(file, flags, offset, length, why.code);
  why.failed(what);
  return why;
}

failure write_back(native_handle file, std::uint64_t offset, std::uint64_t length, range_sync_flag flags) noexcept {
  constexpr auto what = operation::sync_file_range;
  failure why;
  if (!check_call(what, why) || !check_offered(what, flags, why) || !check_range(what, offset, length, why)) return why;
  if (flags == range_sync_flag{})
    return refuse(what, std::errc::invalid_argument, "one of the flags of range_sync_flag is needed");
  backend::sync_file_range(file, offset, length, flags, why.code);
  why.failed(what);
  return why;
}

}  // namespace

void posix_fadvise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice what) {
  if (const auto why = advise(file, offset, length, what))
    raise(why, core::describe(file, offset, length) + " as " + to_string(what));
}

void posix_fadvise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice what,
                   std::error_code& error) noexcept {
  core::report(advise(file, offset, length, what), error);
}

void read_ahead(native_handle file, std::uint64_t offset, std::uint64_t length) {
  if (const auto why = start_reading(file, offset, length)) raise(why, core::describe(file, offset, length));
}

void read_ahead(native_handle file, std::uint64_t offset, std::uint64_t length, std::error_code& error) noexcept {
  core::report(start_reading(file, offset, length), error);
}

void fallocate(native_handle file, space_flag flags, std::uint64_t offset, std::uint64_t length) {
  if (const auto why = change(file, flags, offset, length))
    raise(why, core::describe(file, offset, length) + " by " + to_string(flags));
}

void fallocate(native_handle file, space_flag flags, std::uint64_t offset, std::uint64_t length,
               std::error_code& error) noexcept {
  core::report(change(file, flags, offset, length), error);
}

void sync_file_range(native_handle file, std::uint64_t offset, std::uint64_t length, range_sync_flag flags) {
  if (const auto why = write_back(file, offset, length, flags)) raise(why, core::describe(file, offset, length));
}

void sync_file_range(native_handle file, std::uint64_t offset, std::uint64_t length, range_sync_flag flags,
                     std::error_code& error) noexcept {
  core::report(write_back(file, offset, length, flags), error);
}

}  // namespace mmapkit
