// What the fault handlers share: finding the guarded range, and recording a fault in it.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include <mmapkit/detail/guarded_range.hpp>

namespace mmapkit {

// A member of a record as an atomic: with <atomic>, the public header of the record would compile more slowly.
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

// Whether the page of an access that faulted has a byte of the range. Some processors and emulators report the start of
// the page, or an aligned address below the byte: whole pages are compared.
inline bool touches(const std::byte* first, std::size_t length, const std::byte* at, std::size_t page) noexcept {
  const auto from = reinterpret_cast<std::uintptr_t>(at) - reinterpret_cast<std::uintptr_t>(at) % page;
  const auto range = reinterpret_cast<std::uintptr_t>(first);
  return length != 0 && from < range + length && range - std::min(range, from) < page;
}

// The memory that a guard is open on, as long as it is there.
inline bool guards(const detail::guarded_range& guard, const std::byte* at, std::size_t page) noexcept {
  return touches(guard.first, guard.length, at, page) && atomic_of(guard.faults->ends).load() == guard.ends;
}

// The first byte of the mapping that is lost, as an offset from its data.
inline std::size_t lost_offset(const detail::guarded_range& guard, const std::byte* at) noexcept {
  return at < guard.data ? 0 : static_cast<std::size_t>(at - guard.data);
}

// Keeps the lowest offset, and its kind.
inline void record_fault(detail::fault_record& faults, std::size_t offset, fault_kind kind) noexcept {
  auto lowest = atomic_of(faults.offset).load();
  while (offset < lowest)
    if (atomic_of(faults.offset).compare_exchange_weak(lowest, offset)) {
      atomic_of(faults.kind) = kind;
      return;
    }
}

// The pages from there on are no longer the file's.
inline void lower_zeros(detail::fault_record& faults, const std::byte* from) noexcept {
  const auto first = reinterpret_cast<std::uintptr_t>(from);
  auto before = atomic_of(faults.zeros_from).load();
  while (first < before && !atomic_of(faults.zeros_from).compare_exchange_weak(before, first)) {
  }
}

inline bool has_faulted(detail::fault_record& faults) noexcept {
  return atomic_of(faults.offset).load() != detail::fault_record::none;
}

}  // namespace mmapkit
