#include <mmapkit/mapping.hpp>

#include <utility>

#include "backing.hpp"
#include "core.hpp"
#include "fault_record.hpp"
#include "options.hpp"
#include "pages.hpp"
#include "part.hpp"

namespace mmapkit {

namespace {

// The stores of a shared mapping may have to follow the file; nothing else needs it once it is mapped, unless the
// caller does.
bool needs_file(const mmap_options& options) noexcept {
  return options.keep_file || (is_shared(options.mmap) && has(options.open, open_flag::write));
}

void close_idle_file(mapped& memory, const mmap_options& options) noexcept {
  if (!needs_file(options)) core::close_file(memory);
}

failure protect_part(const mapped& memory, std::size_t offset, std::size_t length,
                     protection_flag protection) noexcept {
  return on_part(operation::mprotect, memory, offset, length,
                 [&](part of) { return core::protect(of.addr, of.length, protection); });
}

failure advise_part(const mapped& memory, std::size_t offset, std::size_t length, advice what) noexcept {
  return on_part(operation::madvise, memory, offset, length, [&](part of) {
    const auto pages = from_page(of.addr, of.length);
    return core::advise(pages.base, of.length == 0 ? 0 : pages.length, what, false);
  });
}

// Nothing outside the range may be lost: only pages that lie within it, but at the end of the mapping the whole last
// one.
failure discard_part(const mapped& memory, std::size_t offset, std::size_t length, advice what) noexcept {
  return on_part(operation::madvise, memory, offset, length, [&](part of) {
    const auto unit = backend::page_size();
    const auto first = reinterpret_cast<std::uintptr_t>(of.addr);
    const auto last = first + of.length;
    const auto from = (first + unit - 1) / unit * unit;
    const bool to_the_end = offset + length == memory.size && what != advice::remove;
    const auto to = to_the_end ? (last + unit - 1) / unit * unit : last / unit * unit;
    return core::advise(of.addr + (from - first), to > from ? to - from : 0, what, true);
  });
}

failure lock_part(const mapped& memory, std::size_t offset, std::size_t length, lock_flag flags) noexcept {
  return on_part(operation::mlock, memory, offset, length,
                 [&](part of) { return core::lock(operation::mlock, of.addr, of.length, flags); });
}

failure unlock_part(const mapped& memory, std::size_t offset, std::size_t length) noexcept {
  return on_part(operation::munlock, memory, offset, length, [](part of) { return core::unlock(of.addr, of.length); });
}

residency count_part(const mapped& memory, std::size_t offset, std::size_t length, failure& why) noexcept {
  residency counted;
  // A borrowed file may be closed by now, and its number be another's.
  const auto file = detail::backing_access::owns_file(memory.fd) ? detail::backing_access::file(memory.fd) : no_handle;
  const auto refused = on_part(operation::mincore, memory, offset, length, [&](part of) {
    failure inner;
    counted = core::count_resident(of.addr, of.length, file, inner);
    return inner;
  });
  if (refused) why = refused;
  return counted;
}

// A file that failed to close is gone all the same; memory that failed to unmap stays in hand.
failure unmap_memory(mapped& memory) noexcept {
  if (memory.addr == nullptr) return {};
  const auto why = core::unmap(memory);
  const bool still_mapped = why && why.operation == operation::munmap;
  if (!still_mapped) memory = {};
  return why;
}

void move_faults(detail::fault_record& from, detail::fault_record& to) noexcept {
  atomic_of(to.kind) = atomic_of(from.kind).exchange(fault_kind::unknown);
  atomic_of(to.offset) = atomic_of(from.offset).exchange(detail::fault_record::none);
  atomic_of(to.count) = atomic_of(from.count).exchange(0);
}

}  // namespace

mapping::mapping(path_view path, const mmap_options& options)
    : memory_{mmap(path, options)}, protection_{normalized(options.protection)} {
  close_idle_file(memory_, options);
}

mapping::mapping(native_handle file, const mmap_options& options)
    : memory_{mmap(file, options)}, protection_{normalized(options.protection)} {}

mapping::mapping(const mmap_options& options) : memory_{mmap(options)}, protection_{normalized(options.protection)} {}

mapping::mapping(path_view path, const mmap_options& options, std::error_code& error) noexcept
    : memory_{mmap(path, options, error)}, protection_{normalized(options.protection)} {
  close_idle_file(memory_, options);
}

mapping::mapping(native_handle file, const mmap_options& options, std::error_code& error) noexcept
    : memory_{mmap(file, options, error)}, protection_{normalized(options.protection)} {}

mapping::mapping(const mmap_options& options, std::error_code& error) noexcept
    : memory_{mmap(options, error)}, protection_{normalized(options.protection)} {}

mapping::mapping(const mapped& memory, protection_flag protection) noexcept
    : memory_{memory}, protection_{protection} {}

mapping::mapping(mapping&& other) noexcept
    : memory_{other.release()}, protection_{other.protection_}, lost_{std::exchange(other.lost_, {})} {
  move_faults(other.faults_, faults_);
}

mapping& mapping::operator=(mapping&& other) noexcept {
  if (this == &other) return *this;
  if (memory_.addr != nullptr) core::unmap(memory_);
  memory_ = other.release();
  protection_ = other.protection_;
  lost_ = std::exchange(other.lost_, {});
  move_faults(other.faults_, faults_);
  return *this;
}

mapping::~mapping() {
  if (memory_.addr != nullptr) core::unmap(memory_);
}

std::span<std::byte> mapping::writable_bytes() {
  if (empty() || has(protection_, protection_flag::write)) return {data(), size()};
  raise(refuse(operation::view, std::errc::permission_denied, "the memory is not writable"),
        core::describe(memory_.addr, memory_.size) + " for writing");
}

void mapping::check_elements(std::size_t element_size, std::size_t alignment) const {
  const auto object = [&] { return core::describe(memory_.addr, memory_.size) + " as elements"; };
  if (reinterpret_cast<std::uintptr_t>(memory_.addr) % alignment != 0)
    raise(refuse(operation::view, std::errc::invalid_argument, "the address is not aligned to {m}", alignment),
          object());
  if (memory_.size % element_size != 0)
    raise(refuse(operation::view, std::errc::invalid_argument, "the size is not a multiple of {m}", element_size),
          object());
}

void mapping::protect(protection_flag protection) {
  if (const auto why = protect_part(memory_, 0, memory_.size, protection))
    raise(why, core::describe(memory_.addr, memory_.size) + " as " + to_string(protection));
  protection_ = normalized(protection);
}

void mapping::protect(protection_flag protection, std::error_code& error) noexcept {
  const auto why = protect_part(memory_, 0, memory_.size, protection);
  core::report(why, error);
  if (!why) protection_ = normalized(protection);
}

void mapping::protect(std::size_t offset, std::size_t length, protection_flag protection) {
  if (const auto why = protect_part(memory_, offset, length, protection))
    raise(why, core::describe(data(), length, offset) + " as " + to_string(protection));
}

void mapping::protect(std::size_t offset, std::size_t length, protection_flag protection,
                      std::error_code& error) noexcept {
  core::report(protect_part(memory_, offset, length, protection), error);
}

void mapping::advise(advice what) { advise(0, memory_.size, what); }

void mapping::advise(advice what, std::error_code& error) noexcept { advise(0, memory_.size, what, error); }

void mapping::advise(std::size_t offset, std::size_t length, advice what) {
  if (const auto why = advise_part(memory_, offset, length, what))
    raise(why, core::describe(data(), length, offset) + " as " + to_string(what));
}

void mapping::advise(std::size_t offset, std::size_t length, advice what, std::error_code& error) noexcept {
  core::report(advise_part(memory_, offset, length, what), error);
}

void mapping::advise(discarding how) { advise(0, memory_.size, how); }

void mapping::advise(discarding how, std::error_code& error) noexcept { advise(0, memory_.size, how, error); }

void mapping::advise(std::size_t offset, std::size_t length, discarding how) {
  if (const auto why = discard_part(memory_, offset, length, how.what))
    raise(why, core::describe(data(), length, offset) + " as " + to_string(how.what));
}

void mapping::advise(std::size_t offset, std::size_t length, discarding how, std::error_code& error) noexcept {
  core::report(discard_part(memory_, offset, length, how.what), error);
}

void mapping::lock(lock_flag flags) { lock(0, memory_.size, flags); }

void mapping::lock(lock_flag flags, std::error_code& error) noexcept { lock(0, memory_.size, flags, error); }

void mapping::lock(std::size_t offset, std::size_t length, lock_flag flags) {
  if (const auto why = lock_part(memory_, offset, length, flags)) raise(why, core::describe(data(), length, offset));
}

void mapping::lock(std::size_t offset, std::size_t length, lock_flag flags, std::error_code& error) noexcept {
  core::report(lock_part(memory_, offset, length, flags), error);
}

void mapping::unlock() { unlock(0, memory_.size); }

void mapping::unlock(std::error_code& error) noexcept { unlock(0, memory_.size, error); }

void mapping::unlock(std::size_t offset, std::size_t length) {
  if (const auto why = unlock_part(memory_, offset, length)) raise(why, core::describe(data(), length, offset));
}

void mapping::unlock(std::size_t offset, std::size_t length, std::error_code& error) noexcept {
  core::report(unlock_part(memory_, offset, length), error);
}

mmapkit::residency mapping::residency() const { return residency(0, memory_.size); }

mmapkit::residency mapping::residency(std::error_code& error) const noexcept {
  return residency(0, memory_.size, error);
}

mmapkit::residency mapping::residency(std::size_t offset, std::size_t length) const {
  failure why;
  const auto counted = count_part(memory_, offset, length, why);
  if (why) raise(why, core::describe(data(), length, offset));
  return counted;
}

mmapkit::residency mapping::residency(std::size_t offset, std::size_t length, std::error_code& error) const noexcept {
  failure why;
  const auto counted = count_part(memory_, offset, length, why);
  core::report(why, error);
  return counted;
}

void mapping::resize(std::size_t size) {
  failure why;
  memory_ = core::resize(memory_, size, protection_, why);
  if (why) raise(why, core::describe(memory_.addr, memory_.size) + " as " + std::to_string(size) + " bytes");
}

void mapping::resize(std::size_t size, std::error_code& error) noexcept {
  failure why;
  memory_ = core::resize(memory_, size, protection_, why);
  core::report(why, error);
}

void mapping::unmap() {
  const auto memory = memory_;
  if (const auto why = unmap_memory(memory_)) raise(why, core::describe(memory.addr, memory.size));
}

void mapping::unmap(std::error_code& error) noexcept { core::report(unmap_memory(memory_), error); }

mapped mapping::release() noexcept { return std::exchange(memory_, {}); }

}  // namespace mmapkit
