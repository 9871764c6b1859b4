// A duration as the system's calls take it.
#pragma once

#include <chrono>

namespace mmapkit::backend::posix {

template <class Timespec>
Timespec split(std::chrono::nanoseconds time) noexcept {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
  Timespec parts{};
  parts.tv_sec = static_cast<decltype(parts.tv_sec)>(seconds.count());
  parts.tv_nsec = static_cast<decltype(parts.tv_nsec)>((time - seconds).count());
  return parts;
}

}  // namespace mmapkit::backend::posix
