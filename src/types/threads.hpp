// Work on a range, shared out to threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "backend/page_math.hpp"
#include "backend/system.hpp"
#include "checks/failure.hpp"

namespace mmapkit {

// Calls work(from, length), which returns a failure, for shares of `length` bytes that begin at multiples of `step`, by
// so many threads at once; 0 is 1. Returns one of the failures.
template <class Work>
failure share_out(std::size_t length, std::size_t step, unsigned threads, Work work) noexcept {
  const auto share = round_up(std::max<std::size_t>(length / std::max(threads, 1U), 1), step);
  failure why;
  std::mutex guard;
  const auto act = [&](std::size_t from) noexcept {
    const failure failed = work(from, std::min(share, length - from));
    const std::scoped_lock lock{guard};
    if (failed) why = failed;
  };
  // Where no more threads can be created this one does the rest.
  std::vector<std::thread> helpers;
  const auto before = backend::hold_cancellation();  // join is a cancellation point
  std::size_t from = 0;
  try {
    for (; length - from > share; from += share) helpers.emplace_back(act, from);
  } catch (const std::exception&) {
    for (; length - from > share; from += share) act(from);
  }
  act(from);
  for (auto& helper : helpers) helper.join();
  backend::allow_cancellation(before);
  return why;
}

}  // namespace mmapkit
