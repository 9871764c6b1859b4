#include <mmapkit/growable_memory.hpp>

#include <algorithm>
#include <utility>

#include "backend/page_math.hpp"
#include "backend/system.hpp"
#include "commit_part.hpp"
#include "elements.hpp"

namespace mmapkit::detail {

namespace {

// Memory is committed in steps of half the size, so that few system calls do; the limits keep both their number and the
// unused memory low.
constexpr std::size_t smallest_step = std::size_t{1} << 20;
constexpr std::size_t largest_step = std::size_t{64} << 20;

constexpr auto full_access = protection_flag::read | protection_flag::write;

}  // namespace

struct growing_memory::steps {
  static failure provide(growing_memory& memory, std::size_t count, std::size_t element) noexcept {
    constexpr auto what = operation::mprotect;
    if (count > memory.most_ / element)
      return refuse(what, std::errc::not_enough_memory, "there is room for {m}, as it was made for",
                    memory.most_ / element);
    const auto bytes = count * element;
    if (bytes <= memory.committed_) return {};
    const auto step = std::clamp(memory.committed_ / 2, smallest_step, largest_step);
    const auto needed = bytes - memory.committed_;
    const auto preferred = std::min(std::max(step, needed), memory.room_.size() - memory.committed_);
    auto why = commit(memory, preferred);
    if (why && preferred > needed) why = commit(memory, needed);
    return why;
  }

 private:
  static failure commit(growing_memory& memory, std::size_t bytes) noexcept {
    auto& room = memory.room_;
    const auto why = commit_part(room.data(), room.size(), memory.committed_, bytes, full_access);
    if (!why) memory.committed_ += round_up(bytes, backend::page_size());
    return why;
  }
};

growing_memory::growing_memory(std::size_t count, std::size_t element, const reserve_options& how) {
  failure why;
  if (!count_bytes(operation::mmap, count, element, most_, why)) raise(why, describe_elements(count, element));
  if (most_ != 0) room_ = reservation{most_, how};
}

growing_memory::growing_memory(std::size_t count, std::size_t element, const reserve_options& how,
                               std::error_code& error) noexcept {
  failure why;
  count_bytes(operation::mmap, count, element, most_, why);
  report(why, error);
  if (most_ != 0) room_ = reservation{most_, how, error};
  if (error) most_ = 0;
}

growing_memory::growing_memory(growing_memory&& other) noexcept { *this = std::move(other); }

growing_memory& growing_memory::operator=(growing_memory&& other) noexcept {
  room_ = std::move(other.room_);
  most_ = std::exchange(other.most_, 0);
  committed_ = std::exchange(other.committed_, 0);
  return *this;
}

void growing_memory::provide(std::size_t count, std::size_t element) {
  if (const auto why = steps::provide(*this, count, element)) raise(why, describe_elements(count, element), "commit");
}

void growing_memory::provide(std::size_t count, std::size_t element, std::error_code& error) noexcept {
  report(steps::provide(*this, count, element), error, "commit");
}

void growing_memory::give_back(std::size_t bytes) {
  const auto kept = round_up(bytes, backend::page_size());
  if (kept >= committed_) return;
  room_.decommit(kept, committed_ - kept);
  committed_ = kept;
}

void growing_memory::give_back(std::size_t bytes, std::error_code& error) noexcept {
  error.clear();
  const auto kept = round_up(bytes, backend::page_size());
  if (kept >= committed_) return;
  room_.decommit(kept, committed_ - kept, error);
  if (!error) committed_ = kept;
}

}  // namespace mmapkit::detail
