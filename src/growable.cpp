#include <mmapkit/growable.hpp>

#include <algorithm>
#include <limits>

#include "core.hpp"
#include "pages.hpp"

namespace mmapkit::detail {

namespace {

// Each step is a system call; half as much again as there is keeps their number low, and what is too much within
// bounds.
constexpr std::size_t smallest_step = std::size_t{1} << 20;
constexpr std::size_t largest_step = std::size_t{64} << 20;

}  // namespace

void refuse_growth(std::size_t bytes, std::size_t most) {
  raise(refuse(operation::mmap, std::errc::not_enough_memory, "there is room for {m} bytes of elements", most),
        core::describe({.size = bytes}, operation::mmap));
}

std::size_t bytes_for(std::size_t count, std::size_t element_size) {
  if (count > std::numeric_limits<std::size_t>::max() / element_size)
    raise(refuse(operation::mmap, std::errc::not_enough_memory,
                 "{m} elements of {n} bytes do not fit the address space", count, element_size),
          core::describe({.size = std::numeric_limits<std::size_t>::max()}, operation::mmap));
  return count * element_size;
}

void growing_memory::provide(std::size_t bytes) {
  if (bytes > most_) refuse_growth(bytes, most_);
  if (bytes <= committed_) return;
  const auto step = std::clamp(committed_ / 2, smallest_step, largest_step);
  const auto needed = bytes - committed_;
  const auto wished = std::min(std::max(step, needed), room_.size() - committed_);
  std::error_code error;
  room_.commit(committed_, wished, protection_flag::read | protection_flag::write, error);
  if (error && wished > needed)
    room_.commit(committed_, needed);
  else if (error)
    room_.commit(committed_, wished);
  committed_ += round_up(error ? needed : wished, backend::page_size());
}

void growing_memory::give_back(std::size_t bytes) {
  const auto kept = round_up(bytes, backend::page_size());
  if (kept >= committed_) return;
  room_.decommit(kept, committed_ - kept);
  committed_ = kept;
}

}  // namespace mmapkit::detail
