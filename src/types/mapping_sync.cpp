#include <algorithm>
#include <cstring>

#include <mmapkit/calls/sync_directory_entry.hpp>
#include <mmapkit/flags/durability.hpp>
#include <mmapkit/mapping.hpp>

#include "backend/faults.hpp"
#include "backend/files.hpp"
#include "backend/map_kind.hpp"
#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backend/paths.hpp"
#include "backend/regions.hpp"
#include "backend/system.hpp"
#include "calls/backing.hpp"
#include "calls/fault_state.hpp"
#include "calls/msync.hpp"
#include "calls/same_file.hpp"
#include "calls/sticky_error.hpp"
#include "checks/availability.hpp"
#include "checks/options.hpp"
#include "describe_part.hpp"
#include "part.hpp"

namespace mmapkit {

using detail::backing_access;

namespace {

// Stores to a page that a guard replaced do not reach the file either.
template <class Act>
failure with_sticky_error(operation what, mapped& memory, Act act) noexcept {
  if (has_lost_pages(memory))
    return earlier_failure(what, backend::refusal(std::errc::io_error),
                           "pages of the mapping faulted and are the file's no more; map the file anew");
  return with_sticky_error(what, backing_access::lost(memory.fd), backing_access::synced(memory.fd), act);
}

// The offset in the file of a byte of the mapping.
std::uint64_t file_offset(const backing_access::parts& of, const void* addr) noexcept {
  return of.start + static_cast<std::uint64_t>(static_cast<const std::byte*>(addr) - static_cast<std::byte*>(of.base));
}

// Whether stores can have been made, which reach nothing behind the end of a file that was cut short.
bool was_stored_to(const mapped& memory, protection_flag protection) noexcept {
  return has(protection, protection_flag::write) || backing_access::was_writable(memory.fd);
}

// A mapping that keeps no file, or whose borrowed one was closed, has nobody to ask.
bool check_file(const backing_access::parts& backing, part of, bool stored, failure& why) noexcept {
  const auto end = stored ? file_offset(backing, of.addr) + of.length : 0;
  return backing.file == no_handle || calls::check_reaches(operation::msync, backing.file, backing.identity, end, why);
}

failure sync_part(const mapped& memory, std::size_t offset, std::size_t length, msync_flag flags,
                  protection_flag protection) noexcept {
  return on_part(operation::msync, memory, offset, length, [&](part of) {
    failure why;
    const auto backing = backing_access::parts_of(memory);
    const bool stored = is_shared(backing.flags) && was_stored_to(memory, protection);
    if (stored && of.length != 0 && !check_file(backing, of, stored, why)) return why;
    return calls::msync(of.addr, memory.fd, of.length, flags);
  });
}

constexpr auto private_stores =
    "the mapping is private, and its stores do not reach the file: read_write() maps it shared";

// POSIX lets msync of private memory succeed; what asks for durability was meant to be shared.
failure sync_part(const mapped& memory, std::size_t offset, std::size_t length, durability level,
                  protection_flag protection) noexcept {
  failure unknown;
  if (!check(level, unknown)) return unknown;
  const auto flags = backing_access::flags(memory.fd);
  const bool keeps_stores = !is_shared(flags) && !has(flags, mmap_flag::anonymous);
  const bool stored = was_stored_to(memory, protection);
  if (keeps_stores && memory.size != 0 && stored)
    return refuse(operation::msync, std::errc::invalid_argument, private_stores);
  return on_part(operation::msync, memory, offset, length, [&](part of) {
    failure why;
    if (of.length == 0) return why;
    const auto backing = backing_access::parts_of(memory);
    if (!check_file(backing, of, stored, why)) return why;
    const auto pages = from_page(of.addr, of.length);
    backend::make_durable(pages.base, pages.length, level, backing.file, file_offset(backing, pages.base), why.code);
    why.attribute_to(operation::msync);
    return why;
  });
}

}  // namespace

void mapping::sync(msync_flag flags) { sync(0, memory_.size, flags); }
void mapping::sync(msync_flag flags, std::error_code& error) noexcept { sync(0, memory_.size, flags, error); }

void mapping::sync(std::size_t offset, std::size_t length, msync_flag flags) {
  if (const auto why = with_sticky_error(operation::msync, memory_,
                                         [&] { return sync_part(memory_, offset, length, flags, protection_); }))
    raise(why, describe_part(memory_, length, offset));
}

void mapping::sync(std::size_t offset, std::size_t length, msync_flag flags, std::error_code& error) noexcept {
  report(with_sticky_error(operation::msync, memory_,
                           [&] { return sync_part(memory_, offset, length, flags, protection_); }),
         error);
}

void mapping::sync(durability level) { sync(0, memory_.size, level); }
void mapping::sync(durability level, std::error_code& error) noexcept { sync(0, memory_.size, level, error); }

void mapping::sync(std::size_t offset, std::size_t length, durability level) {
  if (const auto why = with_sticky_error(operation::msync, memory_,
                                         [&] { return sync_part(memory_, offset, length, level, protection_); }))
    raise(why, describe_part(memory_, length, offset));
}

void mapping::sync(std::size_t offset, std::size_t length, durability level, std::error_code& error) noexcept {
  report(with_sticky_error(operation::msync, memory_,
                           [&] { return sync_part(memory_, offset, length, level, protection_); }),
         error);
}

namespace {

constexpr auto writing = operation::write_through;

failure check_requests(const mapped& memory, protection_flag protection,
                       std::span<const write_request> requests) noexcept {
  const auto backing = backing_access::parts_of(memory);
  if (memory.addr != nullptr && !is_shared(backing.flags))
    return refuse(writing, std::errc::invalid_argument, private_stores);
  for (const auto& [offset, bytes] : requests)
    if (const auto why = check_part(writing, memory, offset, bytes.size())) return why;
  if (!has(protection, protection_flag::write) && memory.size != 0)
    return refuse(writing, std::errc::permission_denied, "the memory is not writable");
  if (backing.file == no_handle && !has(backing.flags, mmap_flag::anonymous) && memory.size != 0)
    return refuse(writing, std::errc::bad_file_descriptor, "the file is needed, and closed");
  return {};
}

// One request is written with RWF_DSYNC or its like; several are written first and then synced by one call.
bool write_all(const mapped& memory, std::span<const write_request> requests, failure& why) noexcept {
  const auto backing = backing_access::parts_of(memory);
  const bool alone = requests.size() == 1;
  for (const auto& [offset, bytes] : requests) {
    const auto* const addr = static_cast<const std::byte*>(memory.addr) + offset;
    if (!backend::write_file(backing.file, file_offset(backing, addr), bytes, alone, why.code)) return false;
    if (why.attribute_to(writing)) return true;
  }
  if (!alone) backend::sync_file(backing.file, durability::data, why.code);
  why.attribute_to(writing);
  return true;
}

constexpr auto cut_short = "the file has become shorter: the bytes would lie beyond its end";

// Writing beyond the end would make the file longer again, with a hole before the bytes.
failure check_file_length(const mapped& memory, std::span<const write_request> requests) noexcept {
  const auto backing = backing_access::parts_of(memory);
  failure why;
  const auto info = calls::examine_same(writing, backing.file, backing.identity, why);
  if (why || !info.has_end) return why;
  for (const auto& [offset, bytes] : requests) {
    const auto end = file_offset(backing, static_cast<const std::byte*>(memory.addr) + offset) + bytes.size();
    if (end > info.size) return refuse(writing, std::errc::io_error, cut_short);
  }
  return why;
}

// False where the file is cut short meanwhile.
bool store(std::byte* to, std::span<const std::byte> bytes) noexcept {
  std::error_code unguarded;
  backend::catch_faults(unguarded);
  if (unguarded) std::memcpy(to, bytes.data(), bytes.size());
  auto kind = fault_kind::unknown;
  return unguarded || backend::copy_guarded(to, bytes.data(), bytes.size(), to, kind) == bytes.size();
}

// A part may have another protection than the whole, once that was changed. True where the system cannot tell.
bool allows_stores(std::byte* first, std::size_t length) noexcept {
  std::error_code error;
  bool allowed = true;
  struct asked {
    const std::byte* end;
    bool& allowed;
  } context{first + length, allowed};
  const auto look = [](void* data, const backend::region_entry& entry) {
    auto& state = *static_cast<asked*>(data);
    if (entry.addr >= state.end) return false;
    state.allowed = has(entry.protection, protection_flag::write);
    return state.allowed;
  };
  if (length != 0 && has(row_of(call::regions)->where, backend::system()))
    backend::regions(first, look, &context, error);
  return allowed || error;
}

// Stores all, then syncs from the first byte to the last. durability::all, since `data` may leave the bytes in the
// drive's cache.
failure store_all(const mapped& memory, std::span<const write_request> requests) noexcept {
  std::size_t first = memory.size;
  std::size_t last = 0;
  const bool may_have_other_parts = backing_access::was_writable(memory.fd);
  for (const auto& [offset, bytes] : requests)
    if (may_have_other_parts && !allows_stores(static_cast<std::byte*>(memory.addr) + offset, bytes.size()))
      return refuse(writing, std::errc::permission_denied, "a part of the memory is not writable");
  for (const auto& [offset, bytes] : requests) {
    if (!store(static_cast<std::byte*>(memory.addr) + offset, bytes))
      return refuse(writing, std::errc::io_error, cut_short);
    first = std::min(first, offset);
    last = std::max(last, offset + bytes.size());
  }
  return sync_part(memory, first, last - first, durability::all, protection_flag::write);
}

failure write_requests(const mapped& memory, protection_flag protection,
                       std::span<const write_request> requests) noexcept {
  auto why = check_requests(memory, protection, requests);
  const bool nothing = std::ranges::all_of(requests, [](const auto& request) { return request.bytes.empty(); });
  if (why || nothing) return why;
  const bool is_file = backing_access::file(memory.fd) != no_handle;
  if (is_file) why = check_file_length(memory, requests);
  if (why) return why;
  return is_file && write_all(memory, requests, why) ? why : store_all(memory, requests);
}

std::string describe(const mapped& memory, std::span<const write_request> requests) {
  if (requests.size() == 1) return describe_part(memory, requests[0].bytes.size(), requests[0].offset);
  return std::to_string(requests.size()) + " pieces of " + describe_all(memory);
}

}  // namespace

void mapping::write_through(std::size_t offset, std::span<const std::byte> bytes) {
  const write_request request{offset, bytes};
  write_through({&request, 1});
}

void mapping::write_through(std::size_t offset, std::span<const std::byte> bytes, std::error_code& error) noexcept {
  const write_request request{offset, bytes};
  write_through({&request, 1}, error);
}

void mapping::write_through(std::span<const write_request> requests) {
  if (const auto why =
          with_sticky_error(writing, memory_, [&] { return write_requests(memory_, protection(), requests); }))
    raise(why, describe(memory_, requests));
}

void mapping::write_through(std::span<const write_request> requests, std::error_code& error) noexcept {
  report(with_sticky_error(writing, memory_, [&] { return write_requests(memory_, protection(), requests); }), error);
}

}  // namespace mmapkit
