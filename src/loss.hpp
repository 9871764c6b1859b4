// What was lost: the system tells of it once, the library as long as it is asked.
#pragma once

#include "backend.hpp"
#include "failure.hpp"

namespace mmapkit {

// A file system may tell of a loss by any error. Only what is told before anything is written says nothing of the data:
// a refusal of the library's, a file that its owner has closed, locked memory that was to be invalidated, bytes to be
// written that cannot be read.
inline bool tells_of_loss(const failure& why) noexcept {
  return why && why.reason == nullptr && why.code != std::errc::bad_file_descriptor &&
         why.code != std::errc::device_or_resource_busy && why.code != std::errc::bad_address;
}

inline failure lost_before(operation what, std::error_code code, const char* reason) noexcept {
  failure why;
  why.code = code;
  why.operation = what;
  why.reason = reason;
  return why;
}

// Calls act() unless an earlier sync failed, and keeps what fails first.
template <class Act>
failure keeping_loss(operation what, std::error_code& lost, Act act) noexcept {
  if (lost)
    return lost_before(what, lost,
                       "an earlier sync failed, and what it should have written may be lost; map the file anew");
  const failure why = act();
  if (tells_of_loss(why)) lost = why.code;
  return why;
}

}  // namespace mmapkit
