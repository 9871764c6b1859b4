#include "prefault.hpp"

#include <algorithm>

#include <mmapkit/flags/fault_kind.hpp>

#include "backend/faults.hpp"
#include "backend/page_math.hpp"
#include "backend/system.hpp"
#include "calls/madvise.hpp"
#include "calls/page_sizes.hpp"
#include "checks/availability.hpp"
#include "threads.hpp"

namespace mmapkit {

namespace {

// Stores to each page; the memory is zero already.
void touch(std::byte* data, std::size_t length) noexcept {
  for (std::size_t at = 0; at < length; at += backend::page_size())
    *static_cast<volatile std::byte*>(data + at) = std::byte{};
}

// Calls copy(offset, kind) for each page. Where there is no memory for one, the access faults, which is reported by the
// error that the advice would give (EFAULT).
template <class Copy>
failure each_page(std::size_t length, std::size_t unit, Copy copy) noexcept {
  failure why;
  backend::catch_faults(why.code);
  fault_kind kind{};
  for (std::size_t at = 0; at < length && !why.code; at += unit)
    if (copy(at, kind) == 0) refuse(why, operation::mmap, std::errc::bad_address, nullptr);
  return why;
}

failure touch_huge_pages(std::byte* data, std::size_t length, std::size_t unit) noexcept {
  constexpr std::byte zero{};
  return each_page(length, unit, [&](std::size_t at, fault_kind& kind) {
    return backend::copy_guarded(data + at, &zero, 1, data + at, kind);
  });
}

failure prefault_part(std::byte* data, std::size_t length, std::size_t unit, bool by_advice) noexcept {
  if (by_advice) return calls::madvise(data, length, advice::populate_write, false);
  if (unit != 0) return touch_huge_pages(data, length, unit);
  touch(data, length);
  return {};
}

void explain_missing(std::size_t unit, failure& why) noexcept {
  if (why.attribute_to(operation::mmap)) calls::explain_missing_huge_pages(unit, why);
}

}  // namespace

void prefault(std::byte* data, std::size_t length, std::size_t unit, unsigned threads, failure& why) noexcept {
  const bool by_advice = is_available(advice::populate_write);
  const auto step = std::max({backend::page_size(), backend::transparent_huge_page_size(), unit});
  why = share_out(length, step, threads, [&](std::size_t from, std::size_t share) {
    return prefault_part(data + from, share, unit, by_advice);
  });
  if (unit != 0) explain_missing(unit, why);
}

void read_pages(const std::byte* data, std::size_t length, std::size_t unit, failure& why) noexcept {
  std::byte byte{};
  if (is_available(advice::populate_read))
    why = calls::madvise(const_cast<std::byte*>(data), length, advice::populate_read, false);
  else
    why = each_page(length, unit, [&](std::size_t at, fault_kind& kind) {
      return backend::copy_guarded(&byte, data + at, 1, data + at, kind);
    });
  explain_missing(unit, why);
}

}  // namespace mmapkit
