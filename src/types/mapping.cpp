#include <mmapkit/mapping.hpp>

#include <algorithm>
#include <utility>

#include <mmapkit/calls/mmap.hpp>
#include <mmapkit/calls/page_size.hpp>
#include <mmapkit/flags/fault_kind.hpp>

#include "backend/map_kind.hpp"
#include "backend/page_math.hpp"
#include "backend/system.hpp"
#include "calls/backing.hpp"
#include "calls/fault_state.hpp"
#include "calls/madvise.hpp"
#include "calls/mlock.hpp"
#include "calls/mprotect.hpp"
#include "calls/munmap.hpp"
#include "checks/explain.hpp"
#include "checks/options.hpp"
#include "describe_part.hpp"
#include "mapping_access.hpp"
#include "mapping_resize.hpp"
#include "part.hpp"

namespace mmapkit {

namespace {

// A mapping stays valid without its file. A shared one that can be written keeps it for sync, write_through and resize.
bool needs_file(const mmap_options& options) noexcept {
  return options.keep_file || (is_shared(options.mmap) && has(options.open, open_flag::write));
}

void close_idle_file(mapped& memory, const mmap_options& options) noexcept {
  if (!needs_file(options)) calls::close_owned_file(memory);
}

// Returns call(base, length) for the whole pages that the range lies in; they may be huge.
template <class Call>
failure on_pages(operation what, const mapped& memory, std::size_t offset, std::size_t length, Call call) noexcept {
  return on_part(what, memory, offset, length, [&](part of) {
    const auto pages = from_page(of.addr, of.length, detail::backing_access::unit(memory.fd));
    return call(pages.base, of.length == 0 ? 0 : pages.length);
  });
}

// `now` is the protection of the whole.
failure protect_part(mapped& memory, std::size_t offset, std::size_t length, protection_flag now,
                     protection_flag protection) noexcept {
  if (has(now | protection, protection_flag::write)) detail::backing_access::was_writable(memory.fd) = true;
  auto why = on_pages(operation::mprotect, memory, offset, length,
                      [&](void* base, std::size_t size) { return calls::mprotect(base, size, protection); });
  if (why)
    explain_protection(why, detail::backing_access::flags(memory.fd), protection,
                       detail::backing_access::file(memory.fd));
  return why;
}

failure advise_part(const mapped& memory, std::size_t offset, std::size_t length, advice what) noexcept {
  return on_pages(operation::madvise, memory, offset, length,
                  [&](void* base, std::size_t size) { return calls::madvise(base, size, what, false); });
}

// Rounded inwards, so that nothing outside the range is discarded; a range up to the end of the mapping includes all of
// the last page.
failure discard_part(const mapped& memory, std::size_t offset, std::size_t length, advice what) noexcept {
  return on_part(operation::madvise, memory, offset, length, [&](part of) {
    const auto unit = std::max(backend::page_size(), detail::backing_access::unit(memory.fd));
    const auto first = reinterpret_cast<std::uintptr_t>(of.addr);
    const auto last = first + of.length;
    const auto from = round_up(first, unit);
    const bool to_the_end = offset + length == memory.size && what != advice::remove;
    const auto to = to_the_end ? round_up(last, unit) : last / unit * unit;
    return calls::madvise(of.addr + (from - first), to > from ? to - from : 0, what, true);
  });
}

failure lock_part(const mapped& memory, std::size_t offset, std::size_t length, lock_flag flags) noexcept {
  return on_pages(operation::mlock, memory, offset, length, [&](void* base, std::size_t size) {
    const auto why = calls::mlock(operation::mlock, base, size, flags);
    // Some systems mark the memory as locked before they read it: that counts against the limit.
    if (why) calls::munlock(base, size);
    return why;
  });
}

failure unlock_part(const mapped& memory, std::size_t offset, std::size_t length) noexcept {
  return on_pages(operation::munlock, memory, offset, length, calls::munlock);
}

// The addresses may change: guards that are open on them end, and say so. What the record knows stays with the memory.
mapped resize_and_end_guards(const mapped& memory, std::size_t size, protection_flag protection,
                             failure& why) noexcept {
  begin_unmapping(memory.fd);
  auto resized = resize_memory(memory, size, protection, why);
  if (why) cancel_unmapping(memory.fd);
  return resized;
}

}  // namespace

mapping::mapping(path_view path, const mmap_options& options)
    : memory_{mmap(path, options)}, protection_{normalized(options.protection)} {
  close_idle_file(memory_, options);
}

mapping::mapping(handle_view file, const mmap_options& options)
    : memory_{mmap(file, options)}, protection_{normalized(options.protection)} {}

mapping::mapping(const mmap_options& options) : memory_{mmap(options)}, protection_{normalized(options.protection)} {}

mapping::mapping(path_view path, const mmap_options& options, std::error_code& error) noexcept
    : memory_{mmap(path, options, error)}, protection_{normalized(options.protection)} {
  close_idle_file(memory_, options);
}

mapping::mapping(handle_view file, const mmap_options& options, std::error_code& error) noexcept
    : memory_{mmap(file, options, error)}, protection_{normalized(options.protection)} {}

mapping::mapping(const mmap_options& options, std::error_code& error) noexcept
    : memory_{mmap(options, error)}, protection_{normalized(options.protection)} {}

mapping::mapping(const mapped& memory, protection_flag protection) noexcept
    : memory_{memory}, protection_{protection} {}

mapping::mapping(mapping&& other) noexcept : memory_{other.release()}, protection_{other.protection_} {}

mapping& mapping::operator=(mapping&& other) noexcept {
  if (this == &other) return *this;
  if (memory_.addr != nullptr) calls::give_back(memory_);
  memory_ = other.release();
  protection_ = other.protection_;
  return *this;
}

mapping::~mapping() {
  if (memory_.addr != nullptr) calls::give_back(memory_);
}

void mapping::protect(protection_flag protection) {
  if (const auto why = protect_part(memory_, 0, memory_.size, protection_, protection))
    raise(why, describe_all(memory_) + " as " + to_string(protection));
  protection_ = normalized(protection);
}

void mapping::protect(protection_flag protection, std::error_code& error) noexcept {
  const auto why = protect_part(memory_, 0, memory_.size, protection_, protection);
  report(why, error);
  if (!why) protection_ = normalized(protection);
}

void mapping::protect(std::size_t offset, std::size_t length, protection_flag protection) {
  if (const auto why = protect_part(memory_, offset, length, protection_, protection))
    raise(why, describe_part(memory_, length, offset) + " as " + to_string(protection));
}

void mapping::protect(std::size_t offset, std::size_t length, protection_flag protection,
                      std::error_code& error) noexcept {
  report(protect_part(memory_, offset, length, protection_, protection), error);
}

void mapping::advise(advice what) { advise(0, memory_.size, what); }

void mapping::advise(advice what, std::error_code& error) noexcept { advise(0, memory_.size, what, error); }

void mapping::advise(std::size_t offset, std::size_t length, advice what) {
  if (const auto why = advise_part(memory_, offset, length, what))
    raise(why, describe_part(memory_, length, offset) + " as " + to_string(what));
}

void mapping::advise(std::size_t offset, std::size_t length, advice what, std::error_code& error) noexcept {
  report(advise_part(memory_, offset, length, what), error);
}

void mapping::advise(discarding how) { advise(0, memory_.size, how); }

void mapping::advise(discarding how, std::error_code& error) noexcept { advise(0, memory_.size, how, error); }

void mapping::advise(std::size_t offset, std::size_t length, discarding how) {
  if (const auto why = discard_part(memory_, offset, length, how.what))
    raise(why, describe_part(memory_, length, offset) + " as " + to_string(how.what));
}

void mapping::advise(std::size_t offset, std::size_t length, discarding how, std::error_code& error) noexcept {
  report(discard_part(memory_, offset, length, how.what), error);
}

void mapping::lock(lock_flag flags) { lock(0, memory_.size, flags); }

void mapping::lock(lock_flag flags, std::error_code& error) noexcept { lock(0, memory_.size, flags, error); }

void mapping::lock(std::size_t offset, std::size_t length, lock_flag flags) {
  if (const auto why = lock_part(memory_, offset, length, flags)) raise(why, describe_part(memory_, length, offset));
}

void mapping::lock(std::size_t offset, std::size_t length, lock_flag flags, std::error_code& error) noexcept {
  report(lock_part(memory_, offset, length, flags), error);
}

void mapping::unlock() { unlock(0, memory_.size); }

void mapping::unlock(std::error_code& error) noexcept { unlock(0, memory_.size, error); }

void mapping::unlock(std::size_t offset, std::size_t length) {
  if (const auto why = unlock_part(memory_, offset, length)) raise(why, describe_part(memory_, length, offset));
}

void mapping::unlock(std::size_t offset, std::size_t length, std::error_code& error) noexcept {
  report(unlock_part(memory_, offset, length), error);
}

void mapping::resize(std::size_t size) {
  failure why;
  memory_ = resize_and_end_guards(memory_, size, protection_, why);
  if (why) raise(why, describe_all(memory_) + " to " + std::to_string(size) + " bytes", "resize");
}

void mapping::resize(std::size_t size, std::error_code& error) noexcept {
  failure why;
  memory_ = resize_and_end_guards(memory_, size, protection_, why);
  report(why, error, "resize");
}

failure mapping_access::unmap(mapping& of) noexcept {
  if (of.memory_.addr == nullptr) return {};
  const auto why = calls::munmap(of.memory_);
  const bool still_mapped = why && why.operation == operation::munmap;
  if (!still_mapped) of.memory_ = {};
  return why;
}

void mapping::unmap() {
  const auto memory = memory_;
  const auto why = mapping_access::unmap(*this);
  if (!why) return;
  // After a failed close the addresses may be another thread's.
  const bool is_unmapped = why.operation == operation::close;
  raise(why, is_unmapped ? describe_closed(detail::backing_access::file(memory.fd)) : describe_all(memory), "unmap");
}

void mapping::unmap(std::error_code& error) noexcept { report(mapping_access::unmap(*this), error, "unmap"); }

mapped mapping::release() noexcept {
  note_change(memory_);
  return std::exchange(memory_, {});
}

}  // namespace mmapkit
