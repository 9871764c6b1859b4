#include <mmapkit/calls/windows_memory.hpp>

#include <type_traits>

#include "backend/page_math.hpp"
#include "backend/system.hpp"
#include "backend/virtual_memory.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"

namespace mmapkit {

namespace {

bool has_one_of(allocation_flag flags) noexcept {
  return has(flags, allocation_flag::commit) || has(flags, allocation_flag::reserve) ||
         has(flags, allocation_flag::replace_placeholder);
}

bool is_set(const address_limits& limits) noexcept {
  return limits.lowest != nullptr || limits.highest != nullptr || limits.alignment != 0;
}

void* allocate(void* addr, std::size_t length, allocation_flag flags, protection_flag protection,
               const address_limits& limits, failure& why) noexcept {
  constexpr auto what = operation::virtual_alloc;
  if (!check_call(what, why) || !check_available(what, flags, why) || !check_available(what, protection, why))
    return nullptr;
  if (!has_one_of(flags)) {
    refuse(why, what, std::errc::invalid_argument,
           "one of allocation_flag::reserve, commit and replace_placeholder is needed");
    return nullptr;
  }
  if (addr != nullptr && is_set(limits)) {
    refuse(why, what, std::errc::invalid_argument, "limits are for memory whose address the system chooses");
    return nullptr;
  }
  void* const memory = backend::virtual_alloc(addr, length, flags, protection, limits, why.code);
  why.attribute_to(what);
  return memory;
}

failure free_memory(void* addr, std::size_t length, free_flag flags) noexcept {
  constexpr auto what = operation::virtual_free;
  failure why;
  if (!check_call(what, why) || !check_available(what, flags, why)) return why;
  if (has(flags, free_flag::decommit) == has(flags, free_flag::release))
    return refuse(what, std::errc::invalid_argument, "one of free_flag::decommit and free_flag::release is needed");
  backend::virtual_free(addr, length, flags, why.code);
  why.attribute_to(what);
  return why;
}

failure unmap(void* addr, unmap_flag flags) noexcept {
  failure why;
  if (!check_call(operation::unmap_view, why) || !check_available(operation::unmap_view, flags, why)) return why;
  backend::unmap_view(addr, flags, why.code);
  why.attribute_to(operation::unmap_view);
  return why;
}

failure offer(void* addr, std::size_t length, offer_priority priority) noexcept {
  failure why;
  if (!check_call(operation::offer_memory, why) || !check_available(operation::offer_memory, priority, why)) return why;
  backend::offer_memory(addr, length, priority, why.code);
  why.attribute_to(operation::offer_memory);
  return why;
}

// The calls whose only arguments are a range.
template <class Call>
auto on_range(operation what, void* addr, std::size_t length, Call call, failure& why) noexcept {
  using result = decltype(call(addr, length, why.code));
  if (!check_call(what, why)) return result();
  if constexpr (std::is_void_v<result>) {
    call(addr, length, why.code);
    why.attribute_to(what);
  } else {
    const auto answer = call(addr, length, why.code);
    why.attribute_to(what);
    return answer;
  }
}

template <class Call>
auto on_range_or_throw(operation what, void* addr, std::size_t length, Call call) {
  failure why;
  if constexpr (std::is_void_v<decltype(call(addr, length, why.code))>) {
    on_range(what, addr, length, call, why);
    if (why) raise(why, describe(addr, length));
  } else {
    const auto answer = on_range(what, addr, length, call, why);
    if (why) raise(why, describe(addr, length));
    return answer;
  }
}

template <class Call>
auto on_range_or_report(operation what, void* addr, std::size_t length, Call call, std::error_code& error) noexcept {
  failure why;
  if constexpr (std::is_void_v<decltype(call(addr, length, why.code))>) {
    on_range(what, addr, length, call, why);
    report(why, error);
  } else {
    const auto answer = on_range(what, addr, length, call, why);
    report(why, error);
    return answer;
  }
}

template <class Find>
std::vector<void*> find_written(operation what, void* addr, std::size_t length, Find find) {
  failure why;
  std::vector<void*> pages;
  if (check_call(what, why)) {
    pages.resize(whole_pages(from_page(addr, length).length));
    pages.resize(find(addr, length, pages, why.code));
    why.attribute_to(what);
  }
  if (why) raise(why, describe(addr, length));
  return pages;
}

}  // namespace

void* virtual_alloc(void* addr, std::size_t length, allocation_flag flags, protection_flag protection,
                    const address_limits& limits) {
  failure why;
  void* const memory = allocate(addr, length, flags, protection, limits, why);
  if (why) raise(why, describe(addr, length) + " by " + to_string(flags));
  return memory;
}

void* virtual_alloc(void* addr, std::size_t length, allocation_flag flags, protection_flag protection,
                    const address_limits& limits, std::error_code& error) noexcept {
  failure why;
  void* const memory = allocate(addr, length, flags, protection, limits, why);
  report(why, error);
  return memory;
}

void virtual_free(void* addr, std::size_t length, free_flag flags) {
  if (const auto why = free_memory(addr, length, flags)) raise(why, describe(addr, length) + " by " + to_string(flags));
}

void virtual_free(void* addr, std::size_t length, free_flag flags, std::error_code& error) noexcept {
  report(free_memory(addr, length, flags), error);
}

void unmap_view(void* addr, unmap_flag flags) {
  if (const auto why = unmap(addr, flags)) raise(why, describe_view(addr));
}

void unmap_view(void* addr, unmap_flag flags, std::error_code& error) noexcept { report(unmap(addr, flags), error); }

void offer_memory(void* addr, std::size_t length, offer_priority priority) {
  if (const auto why = offer(addr, length, priority)) raise(why, describe(addr, length));
}

void offer_memory(void* addr, std::size_t length, offer_priority priority, std::error_code& error) noexcept {
  report(offer(addr, length, priority), error);
}

bool reclaim_memory(void* addr, std::size_t length) {
  return on_range_or_throw(operation::reclaim_memory, addr, length, backend::reclaim_memory);
}

bool reclaim_memory(void* addr, std::size_t length, std::error_code& error) noexcept {
  return on_range_or_report(operation::reclaim_memory, addr, length, backend::reclaim_memory, error);
}

void discard_memory(void* addr, std::size_t length) {
  on_range_or_throw(operation::discard_memory, addr, length, backend::discard_memory);
}

void discard_memory(void* addr, std::size_t length, std::error_code& error) noexcept {
  on_range_or_report(operation::discard_memory, addr, length, backend::discard_memory, error);
}

void reset_memory(void* addr, std::size_t length) {
  on_range_or_throw(operation::reset_memory, addr, length, backend::reset_memory);
}

void reset_memory(void* addr, std::size_t length, std::error_code& error) noexcept {
  on_range_or_report(operation::reset_memory, addr, length, backend::reset_memory, error);
}

bool undo_reset(void* addr, std::size_t length) {
  return on_range_or_throw(operation::undo_reset, addr, length, backend::undo_reset);
}

bool undo_reset(void* addr, std::size_t length, std::error_code& error) noexcept {
  return on_range_or_report(operation::undo_reset, addr, length, backend::undo_reset, error);
}

void reset_written_pages(void* addr, std::size_t length) {
  on_range_or_throw(operation::reset_written_pages, addr, length, backend::reset_written_pages);
}

void reset_written_pages(void* addr, std::size_t length, std::error_code& error) noexcept {
  on_range_or_report(operation::reset_written_pages, addr, length, backend::reset_written_pages, error);
}

std::vector<void*> written_pages(void* addr, std::size_t length) {
  return find_written(operation::written_pages, addr, length, backend::written_pages);
}

std::vector<void*> fetch_and_reset_written_pages(void* addr, std::size_t length) {
  return find_written(operation::fetch_and_reset_written_pages, addr, length, backend::fetch_and_reset_written_pages);
}

std::size_t large_page_size() noexcept { return backend::huge_page_size(); }

}  // namespace mmapkit
