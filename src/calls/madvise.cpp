#include "madvise.hpp"

#include <mmapkit/calls/madvise.hpp>

#include "backend/pages.hpp"
#include "checks/availability.hpp"
#include "checks/describe.hpp"
#include "checks/explain.hpp"

namespace mmapkit {

namespace {

// Advice that discards content has to be given as `discarding`, and no other advice may be.
bool check_advice(operation by, advice what, bool may_discard, failure& why) noexcept {
  if (!check_call(by, why) || !check_available(by, what, why)) return false;
  if (discards(what) == may_discard) return true;
  refuse(why, by, std::errc::invalid_argument,
         may_discard ? "advice::{name} discards nothing: give it as it is"
                     : "advice::{name} throws content away: say discarding{{advice::{name}}}");
  why.name = row_of(what)->name;
  return false;
}

failure advise_posix(void* addr, std::size_t length, posix_advice what) noexcept {
  failure why;
  if (!check_available(operation::posix_madvise, what, why)) return why;
  backend::posix_madvise(addr, length, what, why.code);
  why.attribute_to(operation::posix_madvise);
  return why;
}

using range_list = std::span<const std::span<std::byte>>;

std::size_t advise_ranges(native_handle process, range_list ranges, advice what, bool may_discard,
                          failure& why) noexcept {
  if (!check_advice(operation::process_madvise, what, may_discard, why)) return 0;
  const auto advised = backend::process_madvise(process, ranges, what, why.code);
  if (why.attribute_to(operation::process_madvise) && process == no_handle)
    for (const auto& range : ranges) explain_advice(why, range.data(), range.size(), what);
  return advised;
}

std::size_t advise_ranges_or_throw(native_handle process, range_list ranges, advice what, bool may_discard) {
  failure why;
  const auto advised = advise_ranges(process, ranges, what, may_discard, why);
  if (why) raise(why, describe_ranges(ranges.size(), to_string(what)));
  return advised;
}

std::size_t advise_ranges_or_report(native_handle process, range_list ranges, advice what, bool may_discard,
                                    std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return advise_ranges(process, ranges, what, may_discard, why); });
}

}  // namespace

failure calls::madvise(void* addr, std::size_t length, advice what, bool may_discard) noexcept {
  failure why;
  if (!check_advice(operation::madvise, what, may_discard, why)) return why;
  backend::madvise(addr, length, what, why.code);
  if (why.attribute_to(operation::madvise)) explain_advice(why, addr, length, what);
  return why;
}

void madvise(void* addr, std::size_t length, advice what) {
  if (const auto why = calls::madvise(addr, length, what, false))
    raise(why, describe(addr, length) + " as " + to_string(what));
}

void madvise(void* addr, std::size_t length, advice what, std::error_code& error) noexcept {
  report(calls::madvise(addr, length, what, false), error);
}

void madvise(void* addr, std::size_t length, discarding how) {
  if (const auto why = calls::madvise(addr, length, how.what, true))
    raise(why, describe(addr, length) + " as " + to_string(how.what));
}

void madvise(void* addr, std::size_t length, discarding how, std::error_code& error) noexcept {
  report(calls::madvise(addr, length, how.what, true), error);
}

void posix_madvise(void* addr, std::size_t length, posix_advice what) {
  if (const auto why = advise_posix(addr, length, what)) raise(why, describe(addr, length) + " as " + to_string(what));
}

void posix_madvise(void* addr, std::size_t length, posix_advice what, std::error_code& error) noexcept {
  report(advise_posix(addr, length, what), error);
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
