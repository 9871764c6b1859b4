// What the handlers of faults have in common: whose a fault is, and what is written down of it.
#pragma once

#include <atomic>
#include <cstddef>

#include <mmapkit/mapping.hpp>

namespace mmapkit {

// A part of a record as an atomic: the header that has the record would take a seventh longer to compile with <atomic>.
#ifdef __cpp_lib_atomic_ref
template <class T>
std::atomic_ref<T> atomic_of(T& value) noexcept {
  return std::atomic_ref<T>{value};
}
#else  // libc++ before 19
template <class T>
std::atomic<T>& atomic_of(T& value) noexcept {
  static_assert(sizeof(std::atomic<T>) == sizeof(T) && alignof(std::atomic<T>) == alignof(T));
  return reinterpret_cast<std::atomic<T>&>(value);
}
#endif

inline bool contains(const std::byte* first, std::size_t length, const std::byte* at) noexcept {
  return at >= first && static_cast<std::size_t>(at - first) < length;
}

// The lowest offset stays, and why it could not be accessed.
inline void record_fault(detail::fault_record& faults, std::size_t offset, fault_kind kind) noexcept {
  auto lowest = atomic_of(faults.offset).load();
  while (offset < lowest)
    if (atomic_of(faults.offset).compare_exchange_weak(lowest, offset)) {
      atomic_of(faults.kind) = kind;
      return;
    }
}

inline bool has_faulted(detail::fault_record& faults) noexcept {
  return atomic_of(faults.offset).load() != detail::fault_record::none;
}

}  // namespace mmapkit
