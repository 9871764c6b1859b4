#include <mmapkit/lock.hpp>

#include "core.hpp"
#include "offered.hpp"
#include "pages.hpp"

namespace mmapkit {

namespace {

// The range rounded outwards to pages, and the call.
template <class Call>
failure on_pages(operation what, const void* addr, std::size_t length, Call call) noexcept {
  failure why;
  if (wraps(addr, length)) return refuse(what, std::errc::value_too_large, "the range wraps around the address space");
  if (length == 0) return why;
  const auto pages = from_page(const_cast<void*>(addr), length);
  call(pages.base, pages.length, why.code);
  why.failed(what);
  return why;
}

failure lock_all(mlockall_flag flags) noexcept {
  failure why;
  if (!check_call(operation::mlockall, why) || !check_offered(operation::mlockall, flags, why)) return why;
  if ((flags & (mlockall_flag::current | mlockall_flag::future)) == mlockall_flag{})
    return refuse(operation::mlockall, std::errc::invalid_argument,
                  "one of mlockall_flag::current and mlockall_flag::future is needed");
  backend::mlockall(flags, why.code);
  why.failed(operation::mlockall);
  return why;
}

failure unlock_all() noexcept {
  failure why;
  if (!check_call(operation::munlockall, why)) return why;
  backend::munlockall(why.code);
  why.failed(operation::munlockall);
  return why;
}

std::uint64_t find_limit(failure& why) noexcept {
  const auto limit = backend::lock_limit(why.code);
  why.failed(operation::lock_limit);
  return limit;
}

constexpr const char* all_of_it = "the memory of this process";

}  // namespace

failure core::lock(operation what, const void* addr, std::size_t length, lock_flag flags) noexcept {
  failure why;
  if (!check_offered(what, flags, why)) return why;
  return on_pages(what, addr, length, [&](const void* base, std::size_t size, std::error_code& error) noexcept {
    backend::mlock(base, size, flags, error);
  });
}

failure core::unlock(const void* addr, std::size_t length) noexcept {
  return on_pages(operation::munlock, addr, length, backend::munlock);
}

void mlock(const void* addr, std::size_t length) {
  if (const auto why = core::lock(operation::mlock, addr, length, lock_flag::none))
    raise(why, core::describe(addr, length));
}

void mlock(const void* addr, std::size_t length, std::error_code& error) noexcept {
  core::report(core::lock(operation::mlock, addr, length, lock_flag::none), error);
}

void mlock2(const void* addr, std::size_t length, lock_flag flags) {
  if (const auto why = core::lock(operation::mlock2, addr, length, flags)) raise(why, core::describe(addr, length));
}

void mlock2(const void* addr, std::size_t length, lock_flag flags, std::error_code& error) noexcept {
  core::report(core::lock(operation::mlock2, addr, length, flags), error);
}

void munlock(const void* addr, std::size_t length) {
  if (const auto why = core::unlock(addr, length)) raise(why, core::describe(addr, length));
}

void munlock(const void* addr, std::size_t length, std::error_code& error) noexcept {
  core::report(core::unlock(addr, length), error);
}

void mlockall(mlockall_flag flags) {
  if (const auto why = lock_all(flags)) raise(why, all_of_it);
}

void mlockall(mlockall_flag flags, std::error_code& error) noexcept { core::report(lock_all(flags), error); }

void munlockall() {
  if (const auto why = unlock_all()) raise(why, all_of_it);
}

void munlockall(std::error_code& error) noexcept { core::report(unlock_all(), error); }

std::uint64_t lock_limit() {
  failure why;
  const auto limit = find_limit(why);
  if (why) raise(why, all_of_it);
  return limit;
}

std::uint64_t lock_limit(std::error_code& error) noexcept {
  failure why;
  const auto limit = find_limit(why);
  core::report(why, error);
  return limit;
}

}  // namespace mmapkit
