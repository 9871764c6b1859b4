#include "mlock.hpp"

#include <mmapkit/calls/mlock.hpp>

#include "backend/page_math.hpp"
#include "backend/pages.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"
#include "checks/explain.hpp"

namespace mmapkit {

namespace {

// Makes the call for the range rounded outwards to pages.
template <class Call>
failure on_pages(operation what, const void* addr, std::size_t length, Call call) noexcept {
  failure why;
  if (wraps(addr, length))
    return refuse(what, std::errc::not_enough_memory, "the range wraps around the address space");
  if (length == 0) return why;
  const auto pages = from_page(const_cast<void*>(addr), length);
  call(pages.base, pages.length, why.code);
  if (why.attribute_to(what) && what != operation::munlock) explain_lock(why, pages.base, pages.length);
  return why;
}

failure lock_all(mlockall_flag flags) noexcept {
  failure why;
  if (!check_call(operation::mlockall, why) || !check_available(operation::mlockall, flags, why)) return why;
  if ((flags & (mlockall_flag::current | mlockall_flag::future)) == mlockall_flag{})
    return refuse(operation::mlockall, std::errc::invalid_argument,
                  "one of mlockall_flag::current and mlockall_flag::future is needed");
  backend::mlockall(flags, why.code);
  if (why.attribute_to(operation::mlockall)) explain_lock_of_all(why);
  return why;
}

failure unlock_all() noexcept {
  failure why;
  if (!check_call(operation::munlockall, why)) return why;
  backend::munlockall(why.code);
  why.attribute_to(operation::munlockall);
  return why;
}

std::uint64_t find_limit(failure& why) noexcept {
  const auto limit = backend::lock_limit(why.code);
  why.attribute_to(operation::lock_limit);
  return limit;
}

constexpr const char* process_memory = "the memory of this process";

}  // namespace

failure calls::mlock(operation what, const void* addr, std::size_t length, lock_flag flags) noexcept {
  failure why;
  if (!check_available(what, flags, why)) return why;
  return on_pages(what, addr, length, [&](const void* base, std::size_t size, std::error_code& error) noexcept {
    backend::mlock(base, size, flags, error);
  });
}

failure calls::munlock(const void* addr, std::size_t length) noexcept {
  return on_pages(operation::munlock, addr, length, backend::munlock);
}

void mlock(const void* addr, std::size_t length) {
  if (const auto why = calls::mlock(operation::mlock, addr, length, lock_flag::none))
    raise(why, describe(addr, length));
}

void mlock(const void* addr, std::size_t length, std::error_code& error) noexcept {
  report(calls::mlock(operation::mlock, addr, length, lock_flag::none), error);
}

void mlock2(const void* addr, std::size_t length, lock_flag flags) {
  if (const auto why = calls::mlock(operation::mlock2, addr, length, flags)) raise(why, describe(addr, length));
}

void mlock2(const void* addr, std::size_t length, lock_flag flags, std::error_code& error) noexcept {
  report(calls::mlock(operation::mlock2, addr, length, flags), error);
}

void munlock(const void* addr, std::size_t length) {
  if (const auto why = calls::munlock(addr, length)) raise(why, describe(addr, length));
}

void munlock(const void* addr, std::size_t length, std::error_code& error) noexcept {
  report(calls::munlock(addr, length), error);
}

void mlockall(mlockall_flag flags) {
  if (const auto why = lock_all(flags)) raise(why, process_memory);
}

void mlockall(mlockall_flag flags, std::error_code& error) noexcept { report(lock_all(flags), error); }

void munlockall() {
  if (const auto why = unlock_all()) raise(why, process_memory);
}

void munlockall(std::error_code& error) noexcept { report(unlock_all(), error); }

std::uint64_t lock_limit() {
  failure why;
  const auto limit = find_limit(why);
  if (why) raise(why, process_memory);
  return limit;
}

std::uint64_t lock_limit(std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return find_limit(why); });
}

}  // namespace mmapkit
