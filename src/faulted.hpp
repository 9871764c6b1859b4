// What fault handlers and guards share: which pages are zeros now instead of what their file had.
#pragma once

#include <atomic>
#include <cstddef>

#include <mmapkit/fault.hpp>

namespace mmapkit::faulted {

// Pages one after the other that faulted.
struct range {
  const std::byte* first = nullptr;
  const std::byte* last = nullptr;  // behind them
  bool by_hardware = false;
};

// How many there are: guards look further only where that is not 0.
extern std::atomic<std::size_t> ranges;

// How many faults there were, in all threads.
extern std::atomic<std::size_t> count;

// All but `find` may be called by a handler: a thread that waits in one holds nothing that another waits for. False
// where no more can be kept.
bool add(const range& pages) noexcept;

// The lowest that overlaps; `first` is null where there is none.
range find(const std::byte* first, std::size_t length) noexcept;

// Of memory that is unmapped.
void forget(const void* first, std::size_t length) noexcept;

}  // namespace mmapkit::faulted
