// Whether a mutex is held, asked by a thread that does not hold it.
#pragma once

#include <mmapkit/interprocess_mutex.hpp>
#include <thread>

namespace support {

inline bool is_held(mmapkit::interprocess_mutex& mutex) {
  bool taken = false;
  std::thread{[&] {
    taken = mutex.try_lock();
    if (taken) mutex.unlock();
  }}.join();
  return !taken;
}

}  // namespace support
