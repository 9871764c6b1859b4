#include <mmapkit/guarded.hpp>

#include <algorithm>
#include <exception>
#include <utility>

#include "backend/faults.hpp"
#include "backend/system.hpp"
#include "calls/backing.hpp"
#include "calls/fault_state.hpp"
#include "describe_part.hpp"
#include "fault_reason.hpp"
#include "mapping_access.hpp"
#include "part.hpp"

namespace mmapkit {

using detail::backing_access;

namespace {

// What is done with an error: thrown, or set. Neither costs a call without an error anything.
struct thrown {
  static void tell(const fault& of) { raise(of); }

  template <class Object>
  static void tell(const failure& why, Object object) {
    raise(why, object());
  }
};

struct reported {
  std::error_code& error;

  void tell(const fault& of) const noexcept { report(of, error); }

  template <class Object>
  void tell(const failure& why, Object /*object*/) const noexcept {
    report(why, error);
  }
};

template <class Errors>
void tell_change(const detail::guarded_range& of, Errors errors) {
  errors.tell(refuse(operation::view, std::errc::invalid_argument,
                     "the mapping was moved, resized, released or unmapped under its guard"),
              [&] { return describe(of.first, of.length) + " under guard"; });
}

template <class Errors>
void refuse_guard(const mapping& memory, std::error_code error, Errors errors) {
  failure why;
  why.code = error;
  why.attribute_to(operation::view);
  if (error == std::errc::bad_file_descriptor) why.reason = "the file is needed, and closed";
  errors.tell(why, [&] { return describe_all(mapping_access::memory(memory)) + " under guard"; });
}

template <class Errors>
bool begin_catching(const mapping& memory, Errors errors) {
  if (backend::catches_faults()) return true;
  std::error_code error;
  backend::catch_faults(error);
  if (error) refuse_guard(memory, error, errors);
  return !error;
}

detail::guarded_range range_of(const mapping& memory) noexcept {
  const auto& fd = mapping_access::memory(memory).fd;
  return {.first = static_cast<const std::byte*>(backing_access::base(fd)),
          .length = backing_access::length(fd),
          .page = backing_access::unit(fd),
          .data = memory.data(),
          .file = backing_access::file(fd),
          .identity = backing_access::identity(fd),
          .start = backing_access::start(fd),
          .faults = faults_of(fd)};
}

mmap_flag flags_of(const mapping& memory) noexcept { return backing_access::flags(mapping_access::memory(memory).fd); }

// From here on the record belongs to the guard too. Without a record there is nothing to guard.
template <class Errors>
detail::guarded_range guarded_range_of(const mapping& memory, Errors errors) {
  if (memory && make_faults(mapping_access::memory(memory).fd) == nullptr)
    refuse_guard(memory, backend::refusal(std::errc::not_enough_memory), errors);
  auto range = range_of(memory);
  if (range.faults == nullptr) return range;
  share_faults(range.faults);
  range.changes = atomic_of(range.faults->changes);
  range.ends = atomic_of(range.faults->ends);
  return range;
}

// Whether there is nothing to tell of the memory.
template <class Errors>
bool is_sound(const detail::guarded_range& range, mmap_flag flags, Errors errors) {
  if (range.faults == nullptr) return true;
  if (atomic_of(range.faults->changes) != range.changes) {
    tell_change(range, errors);
    return false;
  }
  if (!has_faulted(*range.faults)) return true;
  errors.tell(fault{range, flags, atomic_of(range.faults->offset), atomic_of(range.faults->kind)});
  return false;
}

template <class Errors>
bool open_guard(const mapping& memory, detail::guarded_range& range, mmap_flag flags, Errors errors) {
  if (!is_sound(range, flags, errors)) return false;
  if (backend::open_guard(range)) return true;
  std::error_code error;
  backend::open_guard(range, error);
  if (error) refuse_guard(memory, error, errors);
  return !error;
}

}  // namespace

namespace detail {

fault_guard::fault_guard(const mapping& memory) : flags_{flags_of(memory)}, range_{guarded_range_of(memory, thrown{})} {
  if (range_.faults == nullptr) return;  // the mapping holds nothing
  try {
    open_guard(memory, range_, flags_, thrown{});
  } catch (...) {
    drop_faults(range_.faults);
    throw;
  }
}

fault_guard::fault_guard(const mapping& memory, std::error_code& error) noexcept
    : flags_{flags_of(memory)}, range_{guarded_range_of(memory, reported{error})} {
  if (range_.faults == nullptr || open_guard(memory, range_, flags_, reported{error})) return;
  drop_faults(std::exchange(range_.faults, nullptr));
}

fault_guard::~fault_guard() {
  if (range_.faults == nullptr) return;
  backend::close_guard(range_);
  drop_faults(range_.faults);
}

void fault_guard::finish() const { is_sound(range_, flags_, thrown{}); }

void fault_guard::finish(std::error_code& error) const noexcept { is_sound(range_, flags_, reported{error}); }

// The end of a thread by pthread_cancel unwinds too, but is no C++ exception: there is no std::exception_ptr, and
// nothing may be thrown.
void fault_guard::finish_after_exception() const {
  if (std::current_exception() != nullptr) finish();
}

}  // namespace detail

namespace {

// Pages that a guard has replaced by zeros no longer belong to the file.
template <class Errors>
bool check_faults_before(const mapping& memory, const std::byte* end, Errors errors) {
  if (!has_lost_pages(mapping_access::memory(memory))) return true;
  const auto range = range_of(memory);
  const auto zeros = atomic_of(range.faults->zeros_from).load();
  if (reinterpret_cast<std::uintptr_t>(end) <= zeros) return true;
  const auto first = zeros - std::min(zeros, reinterpret_cast<std::uintptr_t>(range.data));
  const auto lost = std::min<std::size_t>(first, atomic_of(range.faults->offset));
  errors.tell(fault{range, flags_of(memory), lost, atomic_of(range.faults->kind)});
  return false;
}

// `guarded` is `to` or `from`, whichever lies in the mapping.
template <class Errors>
void copy(const mapping& memory, std::byte* to, const std::byte* from, std::size_t length, const std::byte* guarded,
          Errors errors) {
  if (length == 0) return;
  if (!backend::copy_at_once(to, from, length, guarded)) {
    if (!begin_catching(memory, errors)) return;
    auto kind = fault_kind::unknown;
    const auto done = backend::copy_guarded(to, from, length, guarded, kind);
    if (done != length) {
      // A page that an earlier guard replaced lies before the one that faulted now, and is reported first.
      if (!check_faults_before(memory, guarded + done, errors)) return;
      const auto first = static_cast<std::size_t>(guarded - memory.data()) + done;
      errors.tell(fault{range_of(memory), flags_of(memory), first, kind});
      return;
    }
  }
  check_faults_before(memory, guarded + length, errors);
}

template <class Errors>
bool check_part(const mapping& memory, std::size_t offset, std::size_t length, Errors errors) {
  if (memory && lies_within(memory.size(), offset, length)) return true;
  const auto why = check_part(operation::view, mapping_access::memory(memory), offset, length);
  if (why) errors.tell(why, [&] { return describe_part(mapping_access::memory(memory), length, offset); });
  return !why;
}

template <class Errors>
void copy_from(std::span<std::byte> to, const mapping& from, std::size_t offset, Errors errors) {
  if (check_part(from, offset, to.size(), errors))
    copy(from, to.data(), from.data() + offset, to.size(), from.data() + offset, errors);
}

template <class Errors>
void copy_to(mapping& to, std::size_t offset, std::span<const std::byte> from, Errors errors) {
  if (!check_part(to, offset, from.size(), errors)) return;
  if (!to.empty() && !has(to.protection(), protection_flag::write)) {
    errors.tell(refuse(operation::view, std::errc::permission_denied, "the memory is not writable"),
                [&] { return describe_all(mapping_access::memory(to)) + " for writing"; });
    return;
  }
  auto* const first = to.data() + offset;
  copy(to, first, from.data(), from.size(), first, errors);
}

}  // namespace

void guarded_copy(std::span<std::byte> to, const mapping& from, std::size_t offset) {
  copy_from(to, from, offset, thrown{});
}

void guarded_copy(std::span<std::byte> to, const mapping& from, std::size_t offset, std::error_code& error) noexcept {
  error.clear();
  copy_from(to, from, offset, reported{error});
}

void guarded_copy(mapping& to, std::size_t offset, std::span<const std::byte> from) {
  copy_to(to, offset, from, thrown{});
}

void guarded_copy(mapping& to, std::size_t offset, std::span<const std::byte> from, std::error_code& error) noexcept {
  error.clear();
  copy_to(to, offset, from, reported{error});
}

}  // namespace mmapkit
