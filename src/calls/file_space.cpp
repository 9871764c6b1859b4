#include <mmapkit/calls/file_space.hpp>

#include "backend/files.hpp"
#include "backend/flag_bits.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"
#include "sticky_error.hpp"

namespace mmapkit {

namespace {

bool check_range(operation what, std::uint64_t offset, std::uint64_t length, failure& why) noexcept {
  if (fits_file(offset, length)) return true;
  return refuse(why, what, std::errc::value_too_large, "{m} bytes at {n} are more than a file can hold", length,
                offset);
}

// Advice may reach beyond the end of the file, so offset and length are checked separately.
bool check_numbers(operation what, std::uint64_t offset, std::uint64_t length, failure& why) noexcept {
  return check_range(what, offset, 0, why) && check_range(what, 0, length, why);
}

failure advise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice what) noexcept {
  constexpr auto by = operation::posix_fadvise;
  failure why;
  if (!check_call(by, why) || !check_available(by, what, why) || !check_numbers(by, offset, length, why)) return why;
  backend::posix_fadvise(file, offset, length, what, why.code);
  why.attribute_to(by);
  return why;
}

failure start_reading(native_handle file, std::uint64_t offset, std::uint64_t length) noexcept {
  constexpr auto what = operation::read_ahead;
  failure why;
  if (!check_call(what, why) || !check_numbers(what, offset, length, why)) return why;
  backend::read_ahead(file, offset, length, why.code);
  why.attribute_to(what);
  return why;
}

// Each flag but keep_size selects an operation, and fallocate does one.
bool check_space(fallocate_mode flags, failure& why) noexcept {
  const auto choice = own_bits(flags & ~fallocate_mode::keep_size);
  if ((choice & (choice - 1)) == 0) return true;
  return refuse(why, operation::fallocate, std::errc::invalid_argument,
                "of fallocate_mode at most one may be given besides keep_size");
}

failure change(native_handle file, fallocate_mode flags, std::uint64_t offset, std::uint64_t length) noexcept {
  constexpr auto what = operation::fallocate;
  failure why;
  if (!check_available(what, flags, why) || !check_space(flags, why) || !check_range(what, offset, length, why))
    return why;
  if (length == 0) return refuse(what, std::errc::invalid_argument, "the length is 0");
  backend::fallocate(file, flags, offset, length, why.code);
  why.attribute_to(what);
  return why;
}

// The system reports a failed write-back once for each open file description. This call was told, so the mappings that
// share the description would never learn of it.
void tell_mappings(native_handle file, const failure& why) noexcept {
  const bool is_refusal = why.code == std::errc::invalid_argument || why.code == std::errc::invalid_seek;
  std::error_code ignored;
  if (means_data_loss(why) && !is_refusal)
    calls::record_failed_sync({backend::examine(file, ignored).identity}, why.code.value());
}

failure write_back(native_handle file, std::uint64_t offset, std::uint64_t length, range_sync_flag flags) noexcept {
  constexpr auto what = operation::sync_file_range;
  failure why;
  if (!check_call(what, why) || !check_available(what, flags, why) || !check_range(what, offset, length, why))
    return why;
  backend::sync_file_range(file, offset, length, flags, why.code);
  if (why.attribute_to(what)) tell_mappings(file, why);
  return why;
}

}  // namespace

void posix_fadvise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice what) {
  if (const auto why = advise(file, offset, length, what))
    raise(why, describe(file, offset, length) + " as " + to_string(what));
}

void posix_fadvise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice what,
                   std::error_code& error) noexcept {
  report(advise(file, offset, length, what), error);
}

void read_ahead(native_handle file, std::uint64_t offset, std::uint64_t length) {
  if (const auto why = start_reading(file, offset, length)) raise(why, describe(file, offset, length));
}

void read_ahead(native_handle file, std::uint64_t offset, std::uint64_t length, std::error_code& error) noexcept {
  report(start_reading(file, offset, length), error);
}

void fallocate(native_handle file, fallocate_mode flags, std::uint64_t offset, std::uint64_t length) {
  if (const auto why = change(file, flags, offset, length))
    raise(why, describe(file, offset, length) + " as " + to_string(flags), "change the blocks of");
}

void fallocate(native_handle file, fallocate_mode flags, std::uint64_t offset, std::uint64_t length,
               std::error_code& error) noexcept {
  report(change(file, flags, offset, length), error, "change the blocks of");
}

void sync_file_range(native_handle file, std::uint64_t offset, std::uint64_t length, range_sync_flag flags) {
  if (const auto why = write_back(file, offset, length, flags)) raise(why, describe(file, offset, length));
}

void sync_file_range(native_handle file, std::uint64_t offset, std::uint64_t length, range_sync_flag flags,
                     std::error_code& error) noexcept {
  report(write_back(file, offset, length, flags), error);
}

}  // namespace mmapkit
