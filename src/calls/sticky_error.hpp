// A failed sync is reported by the system once, and by the library for every later sync of the file by an object that
// was there before.
#pragma once

#include "checks/failure.hpp"
#include "failed_syncs.hpp"

namespace mmapkit {

// Whether data may be lost. A file system may report that by any error, but these come before anything is written: a
// refusal of the library, a question about the file, EBADF (the file is closed), EBUSY (MS_INVALIDATE of locked memory)
// and EFAULT (the bytes to write cannot be read).
inline bool means_data_loss(const failure& why) noexcept {
  return why && why.reason == nullptr && why.operation != operation::stat &&
         why.code != std::errc::bad_file_descriptor && why.code != std::errc::device_or_resource_busy &&
         why.code != std::errc::bad_address;
}

inline failure earlier_failure(operation what, std::error_code code, const char* reason) noexcept {
  failure why;
  why.code = code;
  why.operation = what;
  why.reason = reason;
  return why;
}

// What another mapping of the file was told.
inline failure failure_of_others(operation what, int& lost, const calls::synced_file& file) noexcept {
  const int code = calls::find_failed_sync(file);
  if (code == 0) return {};
  lost = code;
  return earlier_failure(what, {code, std::system_category()},
                         "a sync by another mapping of the file failed, and what this one has stored may be lost too; "
                         "map the file anew");
}

// Returns act(), or the first failure of an earlier one. The others are asked again after a success: one that was told
// of the failure meanwhile has taken it away.
template <class Act>
failure with_sticky_error(operation what, int& lost, const calls::synced_file& file, Act act) noexcept {
  if (lost != 0)
    return earlier_failure(what, {lost, std::system_category()},
                           "an earlier sync failed, and what it should have written may be lost; map the file anew");
  if (const auto told = failure_of_others(what, lost, file)) return told;
  const failure why = act();
  if (!means_data_loss(why)) return why ? why : failure_of_others(what, lost, file);
  lost = why.code.value();
  calls::record_failed_sync(file, lost);
  return why;
}

}  // namespace mmapkit
