#include "mincore.hpp"

#include <algorithm>
#include <array>

#include <mmapkit/calls/mincore.hpp>

#include "backend/files.hpp"
#include "backend/page_math.hpp"
#include "backend/pages.hpp"
#include "backend/system.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"

namespace mmapkit {

namespace {

failure find_pages(const void* addr, std::size_t length, std::span<unsigned char> pages) noexcept {
  failure why;
  if (!check_call(operation::mincore, why)) return why;
  if (pages.size() < whole_pages(length))
    return refuse(operation::mincore, std::errc::invalid_argument,
                  "the range has {m} pages and there is room for {n} of them", whole_pages(length), pages.size());
  backend::mincore(addr, length, pages.data(), why.code);
  why.attribute_to(operation::mincore);
  return why;
}

cache_state count_cached(native_handle file, std::uint64_t offset, std::uint64_t length, unsigned flags,
                         failure& why) noexcept {
  if (!check_call(operation::cachestat, why)) return {};
  const auto counted = backend::cachestat(file, offset, length, flags, why.code);
  why.attribute_to(operation::cachestat);
  return counted;
}

}  // namespace

residency calls::count_resident(const void* addr, std::size_t length, native_handle file, failure& why) noexcept {
  residency counted;
  if (!check_call(operation::mincore, why) || length == 0) return counted;
  const auto range = from_page(const_cast<void*>(addr), length);
  counted.pages = whole_pages(range.length);
  std::array<unsigned char, 4096> states;  // NOLINT(cppcoreguidelines-pro-type-member-init): mincore fills it
  for (std::size_t done = 0; done < counted.pages; done += states.size()) {
    const auto count = std::min(states.size(), counted.pages - done);
    const auto* const first = static_cast<const std::byte*>(range.base) + done * backend::page_size();
    backend::mincore(first, count * backend::page_size(), states.data(), why.code);
    if (why.attribute_to(operation::mincore)) return {};
    counted.resident += static_cast<std::size_t>(
        std::count_if(states.begin(), states.begin() + static_cast<std::ptrdiff_t>(count),
                      [](unsigned char page) { return has(backend::state_of(page), page_state::in_core); }));
  }
  counted.known = counted.resident < counted.pages || backend::may_see_residency(addr, file);
  return counted;
}

void mincore(const void* addr, std::size_t length, std::span<unsigned char> pages) {
  if (const auto why = find_pages(addr, length, pages)) raise(why, describe(addr, length));
}

void mincore(const void* addr, std::size_t length, std::span<unsigned char> pages, std::error_code& error) noexcept {
  report(find_pages(addr, length, pages), error);
}

page_state state_of(unsigned char page) noexcept { return backend::state_of(page); }

cache_state cachestat(native_handle file, std::uint64_t offset, std::uint64_t length, unsigned flags) {
  failure why;
  const auto counted = count_cached(file, offset, length, flags, why);
  if (why) raise(why, describe(file, offset, length));
  return counted;
}

cache_state cachestat(native_handle file, std::uint64_t offset, std::uint64_t length, std::error_code& error) noexcept {
  return cachestat(file, offset, length, 0, error);
}

cache_state cachestat(native_handle file, std::uint64_t offset, std::uint64_t length, unsigned flags,
                      std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return count_cached(file, offset, length, flags, why); });
}

}  // namespace mmapkit
