// The record of a mapping's lost pages: who owns it, and how it follows the memory.
#pragma once

#include <new>

#include "backend/fault_record.hpp"
#include "backing.hpp"

namespace mmapkit {

// The record of the memory, or null: another thread may be about to make it.
inline detail::fault_record* faults_of(const backing_file& fd) noexcept {
  return atomic_of(detail::backing_access::faults(fd)).load();
}

// Adds an owner to the record, which is null where the memory has none.
inline detail::fault_record* share_faults(detail::fault_record* faults) noexcept {
  if (faults != nullptr) ++atomic_of(faults->owners);
  return faults;
}

inline void drop_faults(detail::fault_record* faults) noexcept {
  if (faults != nullptr && --atomic_of(faults->owners) == 0) delete faults;
}

// The record of the memory, made where there is none yet; null where there is no memory for it. Where two threads open
// the first guard at once, both get the same record.
inline detail::fault_record* make_faults(const backing_file& fd) noexcept {
  auto&& known = atomic_of(detail::backing_access::faults(fd));
  auto* const found = known.load();
  if (found != nullptr) return found;
  auto* const made = new (std::nothrow) detail::fault_record;
  detail::fault_record* there = nullptr;
  if (made == nullptr || known.compare_exchange_strong(there, made)) return made;
  delete made;
  return there;
}

inline bool has_lost_pages(const mapped& memory) noexcept {
  auto* const faults = faults_of(memory.fd);
  return faults != nullptr && memory.addr != nullptr && has_faulted(*faults);
}

// begin_unmapping is called before the memory is unmapped, cancel_unmapping where that failed.
inline void begin_unmapping(const backing_file& fd) noexcept {
  auto* const faults = faults_of(fd);
  if (faults == nullptr) return;
  ++atomic_of(faults->changes);
  ++atomic_of(faults->ends);
}

inline void cancel_unmapping(const backing_file& fd) noexcept {
  auto* const faults = faults_of(fd);
  if (faults == nullptr) return;
  --atomic_of(faults->ends);
  --atomic_of(faults->changes);
}

// The memory belongs to another object from now on, which guards that are open on it report.
inline void note_change(const mapped& memory) noexcept {
  if (auto* const faults = faults_of(memory.fd)) ++atomic_of(faults->changes);
}

}  // namespace mmapkit
