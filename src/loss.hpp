// A sync that failed is never followed by one that succeeds.
#pragma once

#include <system_error>

#include "failure.hpp"

namespace mmapkit {

// What a failed sync says of the data: not that, where the call was wrong, or memory is locked or short.
inline bool tells_of_loss(const failure& why) noexcept {
  return why && why.reason == nullptr && why.code != std::errc::invalid_argument &&
         why.code != std::errc::bad_file_descriptor && why.code != std::errc::device_or_resource_busy &&
         why.code != std::errc::not_enough_memory;
}

// Calls act() unless an earlier sync failed, and keeps what fails first: the system tells of lost data once.
template <class Act>
failure keeping_loss(operation what, std::error_code& lost, Act act) noexcept {
  if (lost) {
    failure why;
    why.code = lost;
    why.operation = what;
    why.reason = "an earlier sync failed, and what it should have written may be lost; map the file anew";
    return why;
  }
  const failure why = act();
  if (tells_of_loss(why)) lost = why.code;
  return why;
}

}  // namespace mmapkit
