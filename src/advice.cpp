#include <mmapkit/advice.hpp>

#include "core.hpp"
#include "offered.hpp"

namespace mmapkit {

namespace {

// Plain advice must leave the content alone, and what is told as discarding must not.
bool check_advice(operation by, advice what, bool may_discard, failure& why) noexcept {
  if (!check_call(by, why) || !check_offered(by, what, why)) return false;
  if (discards(what) == may_discard) return true;
  refuse(why, by, std::errc::invalid_argument,
         may_discard ? "advice::{name} discards nothing: give it as it is"
                     : "advice::{name} throws content away: say discarding{{advice::{name}}}");
  why.name = row_of(what)->name;
  return false;
}

failure advise_posix(void* addr, std::size_t length, posix_advice what) noexcept {
  failure why;
  if (!check_offered(operation::posix_madvise, what, why)) return why;
  backend::posix_madvise(addr, length, what, why.code);
  why.failed(operation::posix_madvise);
  return why;
}

using range_list = std::span<const std::span<std::byte>>;

std::size_t advise_ranges(native_handle process, range_list ranges, advice what, bool may_discard,
                          failure& why) noexcept {
  if (!check_advice(operation::process_madvise, what, may_discard, why)) return 0;
  const auto advised = backend::process_madvise(process, ranges, what, why.code);
  why.failed(operation::process_madvise);
  return advised;
}

std::size_t advise_ranges_or_throw(native_handle process, range_list ranges, advice what, bool may_discard) {
  failure why;
  const auto advised = advise_ranges(process, ranges, what, may_discard, why);
  if (why) raise(why, core::describe_ranges(ranges.size(), to_string(what)));
  return advised;
}

std::size_t advise_ranges_or_report(native_handle process, range_list ranges, advice what, bool may_discard,
                                    std::error_code& error) noexcept {
  failure why;
  const auto advised = advise_ranges(process, ranges, what, may_discard, why);
  core::report(why, error);
  return advised;
}

}  // namespace

failure core::advise(void* addr, std::size_t length, advice what, bool may_discard) noexcept {
  failure why;
  if (!check_advice(operation::madvise, what, may_discard, why)) return why;
  backend::madvise(addr, length, what, why.code);
  why.failed(operation::madvise);
  return why;
}

void madvise(void* addr, std::size_t length, advice what) {
  if (const auto why = core::advise(addr, length, what, false))
    raise(why, core::describe(addr, length) + " as " + to_string(what));
}

void madvise(void* addr, std::size_t length, advice what, std::error_code& error) noexcept {
  core::report(core::advise(addr, length, what, false), error);
}

void madvise(void* addr, std::size_t length, discarding how) {
  if (const auto why = core::advise(addr, length, how.what, true))
    raise(why, core::describe(addr, length) + " as " + to_string(how.what));
}

void madvise(void* addr, std::size_t length, discarding how, std::error_code& error) noexcept {
  core::report(core::advise(addr, length, how.what, true), error);
}

void posix_madvise(void* addr, std::size_t length, posix_advice what) {
  if (const auto why = advise_posix(addr, length, what))
    raise(why, core::describe(addr, length) + " as " + to_string(what));
}

void posix_madvise(void* addr, std::size_t length, posix_advice what, std::error_code& error) noexcept {
  core::report(advise_posix(addr, length, what), error);
}

std::size_t process_madvise(native_handle process, range_list ranges, advice what) {
  return advise_ranges_or_throw(process, ranges, what, false);
}

std::size_t process_madvise(native_handle process, range_list ranges, advice what, std::error_code& error) noexcept {
  return advise_ranges_or_report(process, ranges, what, false, error);
}

std::size_t process_madvise(native_handle process, range_list ranges, discarding how) {
  return advise_ranges_or_throw(process, ranges, how.what, true);
}

std::size_t process_madvise(native_handle process, range_list ranges, discarding how, std::error_code& error) noexcept {
  return advise_ranges_or_report(process, ranges, how.what, true, error);
}

}  // namespace mmapkit
