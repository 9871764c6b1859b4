#include <mmapkit/file.hpp>

#include <mmapkit/calls/native_file.hpp>
#include <mmapkit/mapping.hpp>

#include "backend/files.hpp"
#include "backend/flag_bits.hpp"
#include "calls/backing.hpp"
#include "calls/failed_syncs.hpp"
#include "calls/growth.hpp"
#include "calls/native_file.hpp"
#include "calls/sticky_error.hpp"
#include "checks/describe.hpp"
#include "checks/explain.hpp"
#include "checks/options.hpp"
#include "describe_part.hpp"
#include "file_access.hpp"

namespace mmapkit {

namespace {

native_handle duplicate_handle(handle_view handle, failure& why) noexcept {
  const auto made = backend::duplicate(handle.get(), why.code);
  why.attribute_to(operation::duplicate);
  return made;
}

std::uint64_t find_size(native_handle file, failure& why) noexcept {
  const auto info = backend::examine(file, why.code);
  if (!why.attribute_to(operation::stat) && !info.has_end) {
    const auto* const kind = kind_in_words(file);
    refuse(why, operation::stat, std::errc::invalid_argument, kind != nullptr ? kind : "what it is has no size");
  }
  return info.size;
}

// What is appended between the two calls is cut in the next round.
bool cut(native_handle file, std::uint64_t size, std::uint64_t bytes, failure& why) noexcept {
  while (!why && size > bytes) {
    backend::shorten(file, size, bytes, why.code);
    if (!why.attribute_to(operation::fallocate)) size = find_size(file, why);
  }
  return !why;
}

failure resize_file(native_handle file, std::uint64_t bytes, file_growth growth) noexcept {
  failure why;
  if (!check(growth, why)) return why;
  auto info = backend::examine(file, why.code);
  if (why.attribute_to(operation::stat)) return why;
  const auto* const kind = info.regular ? nullptr : kind_in_words(file);
  if (kind != nullptr) return refuse(operation::fallocate, std::errc::invalid_argument, kind);
  info.regular = info.has_end = true;  // macOS tells no kind of shared memory; what has no length refuses one
  if (!fits_file(bytes, 0))
    return refuse(operation::fallocate, std::errc::file_too_large, "{m} bytes are more than a file can hold", bytes);
  if (cut(file, info.size, bytes, why)) calls::lengthen_file(file, info, bytes, growth, why);
  if (why) explain_resize(why, file);
  return why;
}

// EBADF for a lock that the way in which the file was opened does not allow.
void explain_lock_of_file(failure& why, native_handle file, backend::file_lock how) noexcept {
  if (why.code != std::errc::bad_file_descriptor) return;
  const auto opened = backend::opened_for(file);
  if (how == backend::file_lock::exclusive && !has(opened, open_flag::write))
    why.reason = "an exclusive lock needs a file that was opened to write (open_flag::write)";
  if (how == backend::file_lock::shared && !has(opened, open_flag::read))
    why.reason = "a shared lock needs a file that was opened to read (open_flag::read)";
}

// Returns whether the lock was had.
bool lock_file(native_handle file, backend::file_lock how, bool waits, failure& why) noexcept {
  const bool locked = backend::lock_file(file, how, waits, why.code);
  if (why.attribute_to(operation::lock_file) && file != no_handle) explain_lock_of_file(why, file, how);
  return locked;
}

bool lock_or_throw(native_handle file, backend::file_lock how, bool waits) {
  failure why;
  const bool locked = lock_file(file, how, waits, why);
  if (why) raise(why, describe(file));
  return locked;
}

bool lock_or_report(native_handle file, backend::file_lock how, bool waits, std::error_code& error) noexcept {
  return make_or_report(error, [&](failure& why) { return lock_file(file, how, waits, why); });
}

failure unlock_file(native_handle file) noexcept {
  failure why;
  backend::unlock_file(file, why.code);
  why.attribute_to(operation::unlock_file);
  return why;
}

failure close_owned(native_handle file) noexcept {
  failure why;
  if (file != no_handle) backend::close_file(file, why.code);
  why.attribute_to(operation::close);
  return why;
}

handle_view kept_file(const mapped& memory, failure& why) noexcept {
  const bool keeps = detail::backing_access::owns_file(memory.fd);
  if (!keeps)
    refuse(why, operation::view, std::errc::bad_file_descriptor,
           "it keeps no file open: mmap_options::keep_file keeps that of a path, and a handle stays its owner's");
  return handle_view{keeps ? detail::backing_access::file(memory.fd) : no_handle};
}

}  // namespace

failure file_access::sync(file& of, durability level) noexcept {
  failure why;
  if (!check(level, why)) return why;
  const auto identity = backend::examine(of.handle_, why.code).identity;
  if (why.attribute_to(operation::msync)) return why;
  return with_sticky_error(operation::msync, of.lost_, {identity, of.since_}, [&] {
    failure failed;
    backend::sync_file(of.handle_, level, failed.code);
    failed.attribute_to(operation::msync);
    return failed;
  });
}

file::file(path_view path, open_flag flags, unsigned mode) : file{adopt(open_file(path, flags, mode))} {}

file::file(path_view path, open_flag flags, std::error_code& error) noexcept
    : file{path, flags, default_file_mode, error} {}

file::file(path_view path, open_flag flags, unsigned mode, std::error_code& error) noexcept
    : file{adopt(open_file(path, flags, mode, error))} {}

file file::adopt(native_handle handle) noexcept {
  file made;
  made.handle_ = handle;
  made.since_ = calls::failed_syncs();
  return made;
}

file file::duplicate(handle_view handle) {
  failure why;
  const auto made = duplicate_handle(handle, why);
  if (why) raise(why, describe(handle.get()));
  return adopt(made);
}

file file::duplicate(handle_view handle, std::error_code& error) noexcept {
  failure why;
  const auto made = duplicate_handle(handle, why);
  report(why, error);
  return adopt(made);
}

file& file::operator=(file&& other) noexcept {
  if (this == &other) return *this;
  static_cast<void>(close_owned(handle_));
  handle_ = other.release();
  since_ = other.since_;
  lost_ = other.lost_;
  return *this;
}

file::~file() { close_owned(handle_); }

std::uint64_t file::size() const {
  failure why;
  const auto bytes = find_size(handle_, why);
  if (why) raise(why, describe(handle_));
  return bytes;
}

std::uint64_t file::size(std::error_code& error) const noexcept {
  failure why;
  const auto bytes = find_size(handle_, why);
  report(why, error);
  return why ? 0 : bytes;
}

void file::resize(std::uint64_t bytes, file_growth growth) {
  if (const auto why = resize_file(handle_, bytes, growth))
    raise(why, describe(handle_) + " to " + std::to_string(bytes) + " bytes", "resize");
}

void file::resize(std::uint64_t bytes, std::error_code& error) noexcept {
  resize(bytes, file_growth::allocated, error);
}

void file::resize(std::uint64_t bytes, file_growth growth, std::error_code& error) noexcept {
  report(resize_file(handle_, bytes, growth), error, "resize");
}

void file::sync(durability level) {
  if (const auto why = file_access::sync(*this, level)) raise(why, describe(handle_));
}

void file::sync(durability level, std::error_code& error) noexcept { report(file_access::sync(*this, level), error); }

using backend::file_lock;

void file::lock() { lock_or_throw(handle_, file_lock::exclusive, true); }

void file::lock(std::error_code& error) noexcept { lock_or_report(handle_, file_lock::exclusive, true, error); }

void file::lock_shared() { lock_or_throw(handle_, file_lock::shared, true); }

void file::lock_shared(std::error_code& error) noexcept { lock_or_report(handle_, file_lock::shared, true, error); }

bool file::try_lock() { return lock_or_throw(handle_, file_lock::exclusive, false); }

bool file::try_lock(std::error_code& error) noexcept {
  return lock_or_report(handle_, file_lock::exclusive, false, error);
}

bool file::try_lock_shared() { return lock_or_throw(handle_, file_lock::shared, false); }

bool file::try_lock_shared(std::error_code& error) noexcept {
  return lock_or_report(handle_, file_lock::shared, false, error);
}

void file::unlock() {
  if (const auto why = unlock_file(handle_)) raise(why, describe(handle_));
}

void file::unlock(std::error_code& error) noexcept { report(unlock_file(handle_), error); }

void file::close() {
  const auto closing = release();
  if (const auto why = close_owned(closing)) raise(why, describe_closed(closing));
}

void file::close(std::error_code& error) noexcept { report(close_owned(release()), error); }

handle_view mapping::file() const& {
  failure why;
  const auto kept = kept_file(memory_, why);
  if (why) raise(why, describe_all(memory_));
  return kept;
}

handle_view mapping::file(std::error_code& error) const& noexcept {
  return make_or_report(error, [&](failure& why) { return kept_file(memory_, why); });
}

}  // namespace mmapkit
