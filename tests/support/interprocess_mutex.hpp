// What tests ask of mutexes between processes.
#pragma once

#include <mmapkit/interprocess_mutex.hpp>
#include <thread>

#include "support.hpp"

namespace support {

// Whether there are any. QEMU's user mode keeps no list of robust mutexes, without which glibc has none on RISC-V.
inline bool has_mutexes() {
  if (!mmapkit::supported(mmapkit::call::lock_mutex)) return false;
  mmapkit::interprocess_mutex mutex;
  std::error_code error;
  mutex.lock(error);
  if (emulated && error == std::errc::operation_not_supported) return false;
  mutex.unlock();
  return true;
}

// Asked by a thread that does not hold it.
inline bool is_held(mmapkit::interprocess_mutex& mutex) {
  bool taken = false;
  std::thread{[&] {
    taken = mutex.try_lock();
    if (taken) mutex.unlock();
  }}.join();
  return !taken;
}

}  // namespace support
