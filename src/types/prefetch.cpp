#include "prefetch.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <utility>

#include <mmapkit/flags/advice.hpp>
#include <mmapkit/prefetch.hpp>

#include "backend/page_math.hpp"
#include "backend/pages.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"

namespace mmapkit {

namespace {

// Whole pages, in batches, so that nothing is allocated. Neighbours become one range, since many keys share a page.
class page_batch {
 public:
  void add(page_range pages) noexcept {
    auto* const first = static_cast<std::byte*>(pages.base);
    if (count_ != 0) {
      auto& last = pages_[count_ - 1];
      auto* const end = last.data() + last.size();
      if (last.data() <= first && first <= end) {
        if (end < first + pages.length) last = {last.data(), first + pages.length};
        return;
      }
    }
    if (count_ == pages_.size()) give();
    pages_[count_++] = {first, pages.length};
  }

  void give() noexcept {
    if (const auto count = std::exchange(count_, 0); count != 0)
      backend::prefetch(std::span{pages_}.first(count), error_);
  }

  std::error_code error() const noexcept { return error_; }

 private:
  std::array<std::span<std::byte>, 64> pages_;
  std::size_t count_ = 0;
  std::error_code error_;
};

}  // namespace

failure prefetch_ranges(std::span<const std::span<const std::byte>> ranges) noexcept {
  failure why;
  if (!check_available(operation::madvise, advice::will_need, why)) return why;
  page_batch pages;
  for (const auto& one : ranges) {
    if (one.empty()) continue;
    const auto room = std::numeric_limits<std::uintptr_t>::max() - reinterpret_cast<std::uintptr_t>(one.data());
    if (one.size() > room || wraps(one.data(), one.size()))
      refuse(why, operation::madvise, std::errc::not_enough_memory, nullptr);
    else
      pages.add(from_page(const_cast<std::byte*>(one.data()), one.size()));
  }
  pages.give();
  if (why) return why;
  why.code = pages.error();
  why.attribute_to(operation::madvise);
  return why;
}

void prefetch(std::span<const std::span<const std::byte>> ranges) {
  if (const auto why = prefetch_ranges(ranges))
    raise(why, describe_ranges(ranges.size(), to_string(advice::will_need)), "prefetch");
}

void prefetch(std::span<const std::span<const std::byte>> ranges, std::error_code& error) noexcept {
  report(prefetch_ranges(ranges), error, "prefetch");
}

}  // namespace mmapkit
