#include "judge.hpp"

#include <algorithm>
#include <cstring>

namespace crash_states {

namespace {

bool covers(const intent& one, std::size_t offset) {
  return offset >= one.offset && (one.cut || offset - one.offset < one.content.size());
}

}  // namespace

expectation::expectation(const history& of, const bytes& before, std::size_t moment)
    : moment_{moment}, first_{.moment = 0, .offset = 0, .content = before, .acknowledged = 0} {
  intents_.push_back(&first_);
  for (const auto& each : of.intents)
    if (each.moment <= moment) intents_.push_back(&each);
  for (const auto* each : intents_)
    if (each->acknowledged <= moment) put(*each);
  acknowledged_ = static_cast<std::size_t>(std::ranges::count(is_sure_, true));
}

void expectation::put(const intent& one) {
  const auto offset = static_cast<std::size_t>(one.offset);
  const auto end = offset + one.content.size();
  if (one.cut ? sure_.size() > end : sure_.size() < end) {
    sure_.resize(end);
    is_sure_.resize(end);
  }
  std::ranges::copy(one.content, sure_.begin() + static_cast<std::ptrdiff_t>(offset));
  std::fill_n(is_sure_.begin() + static_cast<std::ptrdiff_t>(offset), one.content.size(), true);
}

verdict expectation::compare(std::span<const std::byte> found) const {
  constexpr std::size_t step = 256;
  verdict made;
  const auto end = std::max(found.size(), sure_.size());
  for (std::size_t at = 0; at < end; at += step) {
    const auto to = std::min(at + step, end);
    const bool both = to <= found.size() && to <= sure_.size();
    if (both && std::memcmp(&found[at], &sure_[at], to - at) == 0) continue;
    for (auto offset = at; offset != to; ++offset) judge_byte(offset, found, made);
  }
  return made;
}

// Allowed is what was acknowledged last, and all that was begun later; where nothing was, zeros and no byte at all.
void expectation::judge_byte(std::size_t offset, std::span<const std::byte> found, verdict& so_far) const {
  const bool is_there = offset < found.size();
  const bool is_zero = is_there && found[offset] == std::byte{};
  for (auto each = intents_.rbegin(); each != intents_.rend(); ++each) {
    const auto& one = **each;
    if (!covers(one, offset)) continue;
    if (one.cut ? !is_there || is_zero
                : is_there && found[offset] == one.content[offset - static_cast<std::size_t>(one.offset)])
      return;
    if (one.acknowledged > moment_) continue;
    ++(one.cut ? so_far.impossible : so_far.lost);
    return;
  }
  if (is_there && !is_zero) ++so_far.impossible;
}

}  // namespace crash_states
